/**
 * Secret keys: one Ed25519 key per file, in the directory {@code keys/}.
 *
 * <p><b>Key file, format version 1</b>; every later version of Pando reads it. ASCII text, mode
 * 0600, at most 4096 bytes, named {@code <label>.key}. Lines end with LF or CRLF; empty lines and
 * lines that begin with {@code #} mean nothing. The other lines are, in this order and each once, a
 * word, one space and a value:
 *
 * <pre>
 * pando-key 1
 * label blog.home.alt
 * kind owner
 * created 2026-01-01T00:00:00Z
 * public 0b94dadc049be00f7316caf0e5f08e353f224c15a55c366c3fa2344bf4e6765b
 * recovery bd3b545b2e098a9c7f76a07b3d260870fd6b680d0d0174f1d7c08958ec96e671
 * seed ...
 * </pre>
 *
 * <ul>
 *   <li>{@code pando-key}: the format's version;
 *   <li>{@code label}: 1 to 150 of {@code a-z 0-9 . _ -}, beginning with a letter or digit; what
 *       people call the key;
 *   <li>{@code kind}: {@code owner}, {@code recovery}, {@code witness} or {@code node};
 *   <li>{@code created}: when, UTC, RFC 3339 with seconds;
 *   <li>{@code public}: the Ed25519 public key (RFC 8032, section 5.1.5), 64 lower-case hexadecimal
 *       digits. It must be the seed's, so it also detects damage;
 *   <li>{@code recovery}: may be absent; the public key that can take this key's names back,
 *       likewise. The recovery key's own file is best kept elsewhere;
 *   <li>{@code seed}: the 32 secret octets that RFC 8032 calls the private key, likewise.
 * </ul>
 */
@NullMarked
package org.pando.registry.keys;

import org.jspecify.annotations.NullMarked;
