/**
 * Secret keys: one Ed25519 key per file, in the directory {@code keys/}.
 *
 * <p><b>Key file, format version 1</b>, of a key without passphrase; every later version of Pando
 * reads it. ASCII text, mode 0600, at most 4096 bytes, named {@code <label>.key}. Lines end with LF
 * or CRLF; empty lines and lines that begin with {@code #} mean nothing. The other lines are, in
 * this order and each once, a word, one space and a value:
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
 *
 * <p><b>Format version 2</b>, of an owner or recovery key under a passphrase; every later version
 * reads it too. In place of {@code seed} it ends with
 *
 * <pre>
 * argon2id 65536 3 1
 * salt 3974bb28b538a23b3c2aa4f9d2e444c9
 * nonce e3ea40a2476728e67aefaddc
 * sealed ...
 * </pre>
 *
 * <ul>
 *   <li>{@code argon2id}: memory in KiB (at least 8 a lane, at most 262144), passes (1 to 10) and
 *       lanes (1 to 4) of Argon2id (RFC 9106, version 0x13), decimal without leading zeros;
 *   <li>{@code salt}: its salt, 16 octets. Password is the passphrase in UTF-8, normalization form
 *       C, 1 to 1024 octets; there is neither secret nor associated data; the tag has 32 octets;
 *   <li>{@code nonce}, {@code sealed}: 12 octets, and the seed sealed under that tag by
 *       ChaCha20-Poly1305 (RFC 8439), 48 octets. Its associated data is the file itself from {@code
 *       pando-key 2} to the end of the line {@code nonce}, without comments and empty lines, each
 *       line ended by one LF. So nothing in the file can be altered unnoticed.
 * </ul>
 *
 * All but the seed is read without the passphrase. Salt and nonce are fresh whenever a file is
 * written.
 *
 * <p><b>Words</b>: {@link org.pando.registry.keys.Mnemonic}.
 */
@NullMarked
package org.pando.registry.keys;

import org.jspecify.annotations.NullMarked;
