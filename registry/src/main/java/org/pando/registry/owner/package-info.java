/**
 * What this node does with its own keys: claiming, publishing, renewing, passing on and ending
 * names (registry specification, section 7).
 *
 * <p><b>Files with something signed, format version 1</b>; every later version of Pando reads them.
 * ASCII text, mode 0600, at most 8192 bytes. Lines end with LF or CRLF; empty lines and lines that
 * begin with {@code #} mean nothing. The other lines are, in this order and each once, a word, one
 * space and a value:
 *
 * <pre>
 * pando-revocation 1
 * name blog.home.alt
 * network 81d748c103810a4cb20ec90cc32e16766d48c7bf4ba22b1460bbb55dfe1c2c7e
 * item 825827a4…
 *
 * pando-offer 1
 * name blog.home.alt
 * network 81d748c103810a4cb20ec90cc32e16766d48c7bf4ba22b1460bbb55dfe1c2c7e
 * payload ac000101…
 * signature 3046…
 * </pre>
 *
 * <ul>
 *   <li>{@code revocations/<name>.revocation} is the revocation of the name's present tenure:
 *       {@code item} is the revoke item (section 4) in hexadecimal digits. Whoever has the file can
 *       take the name out of service, and do nothing else with it;
 *   <li>{@code offers/<name>.offer} is a transfer that lacks the new owner's acceptance: its
 *       payload and first signature (section 4), likewise. Only the key that it names can use it.
 * </ul>
 */
@NullMarked
package org.pando.registry.owner;

import org.jspecify.annotations.NullMarked;
