package org.pando.resolver.lookup;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Keeps of a server's message only what answers the question: the chain of aliases from the
 * question's name, the records asked for at its end, and what proves that something does not exist
 * (RFC 2308, RFC 4035 section 3.1.3): the SOA record that bounds a negative answer's life, NSEC and
 * NSEC3 records. Signatures stay with what they sign. No server can slip in a name it was not asked
 * for, and none can answer for a registry name: the chain ends where it enters one.
 */
final class Scrubber {
  /**
   * What is left of a message.
   *
   * @param answers the chain, then the records asked for
   * @param authority of a negative answer the SOA record, its TTL that of the negative answer, and
   *     the proofs
   * @param goesOn where the chain leads when the message ends before it does
   */
  record Scrubbed(int rcode, List<Record> answers, List<Record> authority, @Nullable Name goesOn) {}

  static final int MAX_ALIASES = 11;

  /** Three suffice for one zone; a chain through wildcards needs one more for each. */
  private static final int MAX_PROOFS = 8;

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
    return new Chain(query, reply).scrubbed();
  }

  /** The way from alias to alias through one message. */
  private final class Chain {
    private final Query query;
    private final Message reply;
    private final List<Record> answers;
    private final List<Record> kept = new ArrayList<>();
    private Name end;
    private boolean found;

    Chain(Query query, Message reply) {
      this.query = query;
      this.reply = reply;
      this.answers = reply.getSection(Section.ANSWER);
      this.end = query.name();
    }

    Scrubbed scrubbed() throws ResolutionException {
      try {
        follow();
      } catch (NameTooLongException e) {
        return new Scrubbed(Rcode.YXDOMAIN, kept, List.of(), null);
      }
      if (registryName.test(end)) {
        return new Scrubbed(Rcode.NOERROR, kept, List.of(), null);
      }
      List<Record> bound = found ? List.of() : negativeBound(reply, end);
      boolean over =
          found || kept.isEmpty() || !bound.isEmpty() || reply.getRcode() != Rcode.NOERROR;
      List<Record> authority = new ArrayList<>(bound);
      authority.addAll(proofs(reply, zonesToProve(bound, kept)));
      return new Scrubbed(reply.getRcode(), kept, authority, over ? null : end);
    }

    private void follow() throws ResolutionException, NameTooLongException {
      for (int hops = 0; hops <= MAX_ALIASES; hops++) {
        if (registryName.test(end)) {
          return;
        }
        DNAMERecord dname = dnameAbove(answers, end);
        Name target = dname == null ? alias() : substitute(dname);
        if (target == null) {
          return;
        }
        end = target;
      }
      throw new ResolutionException(
          Failure.ALIAS_LOOP, "more than " + MAX_ALIASES + " aliases in a row");
    }

    /** Keeps what was asked for if it is here, else an alias and says where it leads, else null. */
    private @Nullable Name alias() {
      List<Record> asked = RRsets.take(answers, end, query.type());
      found = !asked.isEmpty();
      kept.addAll(asked);
      List<Record> cname = found ? List.of() : RRsets.take(answers, end, Type.CNAME);
      kept.addAll(cname);
      return cname.isEmpty() ? null : ((CNAMERecord) cname.getFirst()).getTarget();
    }

    /** RFC 6672 section 2.2: the alias that a DNAME stands for is made here, not believed. */
    private @Nullable Name substitute(DNAMERecord dname) throws NameTooLongException {
      List<Record> rrset = RRsets.take(answers, dname.getName(), Type.DNAME);
      kept.addAll(rrset);
      Name target = end.fromDNAME((DNAMERecord) rrset.getFirst());
      kept.add(new CNAMERecord(end, DClass.IN, rrset.getFirst().getTTL(), target));
      found = query.type() == Type.CNAME;
      return found ? null : target;
    }
  }

  private static @Nullable DNAMERecord dnameAbove(List<Record> records, Name name) {
    for (Record r : records) {
      boolean above =
          r.getDClass() == DClass.IN && name.subdomain(r.getName()) && !name.equals(r.getName());
      if (above && r instanceof DNAMERecord dname) {
        return dname;
      }
    }
    return null;
  }

  private static List<Record> negativeBound(Message reply, Name end) {
    List<Record> authority = reply.getSection(Section.AUTHORITY);
    for (Record r : authority) {
      if (r instanceof SOARecord soa && end.subdomain(soa.getName())) {
        List<Record> rrset = RRsets.take(authority, soa.getName(), Type.SOA);
        return RRsets.withTtl(rrset, soa.getMinimum());
      }
    }
    return List.of();
  }

  /** Of which zones the absence of a name is part of the answer: also where a wildcard stood in. */
  private static Set<Name> zonesToProve(List<Record> bound, List<Record> kept) {
    Set<Name> zones = new HashSet<>();
    bound.forEach(r -> zones.add(r.getName()));
    for (Record r : kept) {
      if (r instanceof RRSIGRecord signature
          && signature.getLabels() < r.getName().labels() - 1
          && r.getName().subdomain(signature.getSigner())) {
        zones.add(signature.getSigner());
      }
    }
    return zones;
  }

  private static List<Record> proofs(Message reply, Set<Name> zones) {
    List<Record> authority = reply.getSection(Section.AUTHORITY);
    List<Record> proofs = new ArrayList<>();
    Set<Name> owners = new HashSet<>();
    for (Record r : authority) {
      boolean proof = r.getType() == Type.NSEC || r.getType() == Type.NSEC3;
      if (proof
          && zones.stream().anyMatch(r.getName()::subdomain)
          && owners.size() < MAX_PROOFS
          && owners.add(r.getName())) {
        proofs.addAll(RRsets.take(authority, r.getName(), r.getType()));
      }
    }
    return proofs;
  }
}
