package org.pando.registry.zone;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pando.registry.Bytes;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.Rule;

/** Rules V15 to V17 for the records of one name. */
final class ZoneRules {
  static final Comparator<Rr> ORDER =
      Comparator.comparing(Rr::owner, OwnerName::compare)
          .thenComparingInt(Rr::type)
          .thenComparing(Rr::rdata);

  private static final int MAX_RRS = 64;
  private static final int MAX_RRSET = 16;

  private ZoneRules() {}

  /** What can be said of a record alone. */
  static void checkRr(Rr rr) throws InvalidException {
    OwnerName.check(rr.owner());
    if (rr.ttl() < Rr.MIN_TTL || rr.ttl() > Rr.MAX_TTL) {
      throw new InvalidException(
          Rule.V15,
          rr.toString(),
          "TTL " + Integer.toUnsignedString(rr.ttl()) + ", it is 30 to 86400 seconds");
    }
    RecordType.check(rr);
  }

  /** What can be said of all of them: each has passed {@link #checkRr}. */
  static void checkAll(List<Rr> rrs) throws InvalidException {
    checkCountsAndOrder(rrs);
    Set<Bytes> cuts = owners(rrs, RecordType.NS);
    Set<Bytes> dnames = owners(rrs, RecordType.DNAME);
    for (Rr rr : rrs) {
      checkAgainstCuts(rr, cuts);
      for (Bytes dname : dnames) {
        if (OwnerName.isBelow(rr.owner(), dname)) {
          throw invalid(rr, "nothing can stand below the DNAME of " + OwnerName.text(dname));
        }
      }
    }
    checkAliases(rrs);
  }

  private static void checkCountsAndOrder(List<Rr> rrs) throws InvalidException {
    if (rrs.size() > MAX_RRS) {
      throw new InvalidException(
          Rule.V15, "zone body", rrs.size() + " records, a name has at most " + MAX_RRS);
    }
    int inSet = 1;
    for (int i = 1; i < rrs.size(); i++) {
      Rr before = rrs.get(i - 1);
      Rr rr = rrs.get(i);
      int order = ORDER.compare(before, rr);
      if (order >= 0) {
        throw new InvalidException(
            Rule.V15, rr.toString(), order == 0 ? "the same record twice" : "records not in order");
      }
      boolean sameSet = before.type() == rr.type() && before.owner().equals(rr.owner());
      inSet = sameSet ? inSet + 1 : 1;
      if (inSet > MAX_RRSET) {
        throw new InvalidException(
            Rule.V15, rr.toString(), "more than " + MAX_RRSET + " records of one owner and type");
      }
      if (sameSet && before.ttl() != rr.ttl()) {
        throw new InvalidException(
            Rule.V15, rr.toString(), "two TTLs; records of one owner and type share one");
      }
    }
  }

  private static void checkAgainstCuts(Rr rr, Set<Bytes> cuts) throws InvalidException {
    if (cuts.contains(rr.owner())) {
      if (!is(rr, RecordType.NS) && !is(rr, RecordType.DS)) {
        throw invalid(rr, "an owner with NS records has only NS and DS");
      }
    } else if (is(rr, RecordType.DS)) {
      throw new InvalidException(Rule.V16, rr.toString(), "a DS stands beside NS records only");
    }
    for (Bytes cut : cuts) {
      if (OwnerName.isBelow(rr.owner(), cut) && !is(rr, RecordType.A) && !is(rr, RecordType.AAAA)) {
        throw invalid(
            rr, "below the NS records of " + OwnerName.text(cut) + " only A and AAAA can stand");
      }
    }
  }

  private static void checkAliases(List<Rr> rrs) throws InvalidException {
    for (int i = 0; i < rrs.size(); i++) {
      Rr rr = rrs.get(i);
      boolean besideOthers =
          (i > 0 && rrs.get(i - 1).owner().equals(rr.owner()))
              || (i + 1 < rrs.size() && rrs.get(i + 1).owner().equals(rr.owner()));
      if (is(rr, RecordType.CNAME)) {
        if (rr.owner().equals(Rr.APEX)) {
          throw invalid(rr, "a name itself cannot be a CNAME; put it on a name below, such as www");
        }
        if (besideOthers) {
          throw invalid(rr, "a CNAME owner has nothing else; remove it or the other records");
        }
      }
      if (is(rr, RecordType.DNAME)
          && i > 0
          && is(rrs.get(i - 1), RecordType.DNAME)
          && rrs.get(i - 1).owner().equals(rr.owner())) {
        throw invalid(rr, "an owner has at most one DNAME");
      }
    }
  }

  private static Set<Bytes> owners(List<Rr> rrs, RecordType type) {
    Set<Bytes> owners = new HashSet<>();
    for (Rr rr : rrs) {
      if (is(rr, type)) {
        owners.add(rr.owner());
      }
    }
    return owners;
  }

  private static boolean is(Rr rr, RecordType type) {
    return rr.type() == type.code();
  }

  private static InvalidException invalid(Rr rr, String what) {
    return new InvalidException(Rule.V17, OwnerName.text(rr.owner()), what);
  }
}
