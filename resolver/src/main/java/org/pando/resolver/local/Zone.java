package org.pando.resolver.local;

import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.AnswerSource;
import org.pando.resolver.answer.BodyWriter;
import org.pando.resolver.answer.BodyWriter.Section;
import org.pando.resolver.answer.WireAnswer;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * A name below which this node answers for everything. Immutable.
 *
 * @param noName for names below that do not exist
 * @param noData for names that exist, without what was asked for
 * @param itself for the name itself where it has no records; null: it is not part of the zone
 * @param delegated whether the public DNS has a delegation here: its DS record is answered there
 *     (RFC 4035 section 3.1.4.1)
 * @param alias stands for everything below (RFC 6672), or null
 */
record Zone(
    WireAnswer noName,
    WireAnswer noData,
    @Nullable WireAnswer itself,
    boolean delegated,
    @Nullable DNAMERecord alias) {
  /** Of a name that does not exist, and nothing below it does. */
  static Zone ofNoName(byte[] name, long ttl, boolean existsInBetween) {
    WireAnswer noName = negative(Rcode.NXDOMAIN, name, ttl);
    WireAnswer noData = negative(Rcode.NOERROR, name, ttl);
    return new Zone(noName, noData, existsInBetween ? noData : noName, false, null);
  }

  /** Of a zone that is served here, with records at its apex. */
  static Zone ofApex(byte[] name, long ttl, boolean delegated) {
    WireAnswer noData = negative(Rcode.NOERROR, name, ttl);
    return new Zone(negative(Rcode.NXDOMAIN, name, ttl), noData, noData, delegated, null);
  }

  /** Of a zone in which every name exists. */
  static Zone ofNoData(byte[] name, long ttl) {
    WireAnswer noData = negative(Rcode.NOERROR, name, ttl);
    return new Zone(noData, noData, noData, true, null);
  }

  /** Of the names below one that has a wildcard; itself it may be anything. */
  static Zone ofWildcard(byte[] name, long ttl) {
    return new Zone(
        negative(Rcode.NXDOMAIN, name, ttl), negative(Rcode.NOERROR, name, ttl), null, false, null);
  }

  /** Of the names below one with a DNAME record. */
  static Zone ofAlias(DNAMERecord alias) {
    return new Zone(AnswerSource.SLOW_LANE, AnswerSource.SLOW_LANE, null, false, alias);
  }

  private static WireAnswer negative(int rcode, byte[] owner, long ttl) {
    return new BodyWriter()
        .add(Section.AUTHORITY, owner, Type.SOA, ttl, LocalNames.soa(owner, ttl))
        .finish(rcode, null);
  }
}
