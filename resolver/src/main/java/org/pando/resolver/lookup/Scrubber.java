package org.pando.resolver.lookup;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Keeps of a server's message only what answers the question: the chain of aliases from the
 * question's name, the records asked for at its end, and for a negative answer the SOA record that
 * bounds its life (RFC 2308). No server can slip in a name it was not asked for, and none can
 * answer for a registry name: the chain ends where it enters one.
 */
final class Scrubber {
  /**
   * What is left of a message.
   *
   * @param answers the chain, then the records asked for
   * @param authority the SOA record of a negative answer, its TTL that of the negative answer
   * @param end the name at which the chain ends
   */
  record Scrubbed(List<Record> answers, List<Record> authority, Name end) {}

  static final int MAX_ALIASES = 11;

  private final Predicate<Name> registryName;

  /**
   * @param registryName whether a name is at or under a joined network's suffix
   */
  Scrubber(Predicate<Name> registryName) {
    this.registryName = registryName;
  }

  /**
   * @throws ResolutionException when the chain of aliases is too long
   */
  Scrubbed scrub(Query query, Message reply) throws ResolutionException {
    List<Record> kept = new ArrayList<>();
    Name end = followAliases(query, reply.getSection(Section.ANSWER), kept);
    boolean found = false;
    for (Record r : reply.getSection(Section.ANSWER)) {
      if (isAt(r, end, query.type()) && !kept.contains(r) && !registryName.test(end)) {
        kept.add(r);
        found = true;
      }
    }
    List<Record> authority = found ? List.of() : negativeBound(reply, end);
    return new Scrubbed(kept, authority, end);
  }

  private Name followAliases(Query query, List<Record> records, List<Record> kept)
      throws ResolutionException {
    Name at = query.name();
    for (int hops = 0; hops <= MAX_ALIASES; hops++) {
      Name target = query.type() == Type.CNAME ? null : alias(records, at, kept);
      if (target == null) {
        return at;
      }
      at = target;
      if (registryName.test(at)) {
        return at;
      }
    }
    throw new ResolutionException(
        ResolutionException.Kind.ALIAS_LOOP, "more than " + MAX_ALIASES + " aliases in a row");
  }

  /** Where the name is an alias to, keeping the records that say so; null when it is none. */
  private static @Nullable Name alias(List<Record> records, Name at, List<Record> kept)
      throws ResolutionException {
    for (Record r : records) {
      if (isAt(r, at, Type.CNAME)) {
        kept.add(r);
        return ((CNAMERecord) r).getTarget();
      }
    }
    for (Record r : records) {
      if (r instanceof DNAMERecord dname && isBelow(at, dname)) {
        kept.add(r);
        return substitute(at, dname, kept);
      }
    }
    return null;
  }

  private static boolean isBelow(Name name, DNAMERecord dname) {
    return dname.getDClass() == DClass.IN
        && name.subdomain(dname.getName())
        && !name.equals(dname.getName());
  }

  /** RFC 6672 section 2.2: the alias that a DNAME stands for is made here, not believed. */
  private static Name substitute(Name at, DNAMERecord dname, List<Record> kept)
      throws ResolutionException {
    try {
      Name target = at.fromDNAME(dname);
      kept.add(new CNAMERecord(at, DClass.IN, dname.getTTL(), target));
      return target;
    } catch (NameTooLongException e) {
      throw new ResolutionException(
          ResolutionException.Kind.SERVER_FAILURE, "a DNAME makes the name too long", e);
    }
  }

  private static boolean isAt(Record r, Name name, int type) {
    return r.getType() == type && r.getDClass() == DClass.IN && r.getName().equals(name);
  }

  private static List<Record> negativeBound(Message reply, Name end) {
    for (Record r : reply.getSection(Section.AUTHORITY)) {
      if (r instanceof SOARecord soa && end.subdomain(soa.getName())) {
        return List.of(withNegativeTtl(soa));
      }
    }
    return List.of();
  }

  private static SOARecord withNegativeTtl(SOARecord soa) {
    return new SOARecord(
        soa.getName(),
        DClass.IN,
        Math.min(soa.getTTL(), soa.getMinimum()),
        soa.getHost(),
        soa.getAdmin(),
        soa.getSerial(),
        soa.getRefresh(),
        soa.getRetry(),
        soa.getExpire(),
        soa.getMinimum());
  }
}
