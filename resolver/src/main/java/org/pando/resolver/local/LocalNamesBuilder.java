package org.pando.resolver.local;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.pando.registry.Bytes;
import org.pando.registry.zone.Rr;
import org.pando.resolver.answer.WireNames;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.Type;

/**
 * Collects local names in the order in which they count: special-use names that are kept, local
 * records, hosts files, and what is left of the special-use names. Belongs to one thread; one use.
 */
final class LocalNamesBuilder {
  private static final int SPECIAL = 0;
  private static final int RECORD = 1;
  private static final int FIRST_FILE = 2;
  private static final int HOSTS_TTL = 60;
  static final int MAX_ADDRESSES = 64;
  private static final Name LOCALHOST = Name.fromConstantString("localhost.");
  private static final byte[] BELOW_LOCALHOST =
      Name.fromConstantString("*.localhost.").toWireCanonical();
  private static final List<Bytes> LOOPBACK =
      List.of(Bytes.fromHex("7f000001"), Bytes.fromHex("0".repeat(31) + "1"));

  private final boolean specialNames;
  private final List<Name> routed;
  private final Drafts drafts = new Drafts();
  private final Map<Integer, Name> wildcards = new HashMap<>();
  private final Map<Integer, DNAMERecord> dnames = new HashMap<>();
  private final BitSet hosts = new BitSet();
  private int records;

  /**
   * @param specialNames whether special-use names are answered
   * @param routed domains below which others are asked for what is not added
   */
  LocalNamesBuilder(boolean specialNames, List<Name> routed) {
    this.specialNames = specialNames;
    this.routed = routed;
    if (specialNames) {
      for (Bytes address : LOOPBACK) {
        int ttl = SpecialName.KEPT_TTL;
        drafts.add(SPECIAL, LOCALHOST.toWire(), addressType(address), ttl, address);
        drafts.add(SPECIAL, BELOW_LOCALHOST, addressType(address), ttl, address);
        addReverse(SPECIAL, address, LOCALHOST.toWire(), ttl);
      }
    }
  }

  /** Whether a name is answered the same way whatever is added. */
  boolean isKept(Name name) {
    SpecialName row = specialNames ? SpecialNames.above(name) : null;
    return row != null && row.kept();
  }

  /** Adds local records, then a reverse record for each of their addresses that has none. */
  void addRecords(List<OwnedRr> all) {
    all.forEach(record -> addRecord(record.owner(), record.rr()));
    for (OwnedRr record : all) {
      Rr rr = record.rr();
      boolean address = rr.type() == Type.A || rr.type() == Type.AAAA;
      if (address && !record.owner().isWild()) {
        addReverse(RECORD, rr.rdata(), record.owner().toWireCanonical(), rr.ttl());
      }
    }
  }

  private void addRecord(Name name, Rr rr) {
    byte[] owner = name.toWireCanonical();
    drafts.add(RECORD, owner, rr.type(), rr.ttl(), rr.rdata());
    records++;
    int node = drafts.tree().add(owner);
    if (name.isWild()) {
      wildcards.put(drafts.tree().parent(node), new Name(name, 1));
    }
    if (rr.type() == Type.DNAME) {
      Name target = WireNames.parse(rr.rdata().toArray());
      dnames.put(node, new DNAMERecord(name, DClass.IN, rr.ttl(), target));
    }
  }

  /**
   * Adds a name of a hosts file; the first name of an address is the one it is known by.
   *
   * @param file its number among the files, from 0
   * @param address 4 or 16 octets
   * @return false when the name has as many addresses as fit an answer
   */
  boolean addHost(int file, Name name, Bytes address) {
    byte[] owner = name.toWireCanonical();
    int source = FIRST_FILE + file;
    int type = addressType(address);
    Rrset present = drafts.at(drafts.tree().find(owner, owner.length)).of(type);
    if (present != null && present.rdata().size() == MAX_ADDRESSES) {
      return false;
    }
    int node = drafts.add(source, owner, type, HOSTS_TTL, address);
    if (node != NameTree.NONE) {
      hosts.set(node);
      addReverse(source, address, owner, HOSTS_TTL);
    }
    return true;
  }

  private void addReverse(int source, Bytes address, byte[] name, int ttl) {
    boolean unspecified = address.equals(Bytes.of(new byte[address.length()]));
    byte[] owner = ReverseMap.fromAddress(address.toArray()).toWireCanonical();
    if (!unspecified && drafts.at(drafts.tree().find(owner, owner.length)).of(Type.PTR) == null) {
      drafts.add(source, owner, Type.PTR, ttl, Bytes.of(name));
    }
  }

  /**
   * Finishes.
   *
   * @param suffixes of joined networks: what is above one exists
   * @param registryName whether a name is at or under one
   */
  LocalNames build(List<Name> suffixes, Predicate<Name> registryName) {
    suffixes.forEach(suffix -> drafts.tree().add(suffix.toWireCanonical()));
    Map<Integer, Zone> zones = zones();
    BitSet routedNodes = new BitSet();
    routed.forEach(domain -> routedNodes.set(drafts.tree().add(domain.toWireCanonical())));
    drafts.tree().trim();
    return new LocalNames(
        drafts.tree(),
        new AnswerMaker(drafts, registryName).names(zones),
        routedNodes,
        new LocalAnswers.Size(records, hosts.cardinality()));
  }

  private Map<Integer, Zone> zones() {
    Map<Integer, Zone> zones = new HashMap<>();
    wildcards.forEach(
        (node, name) ->
            zones.put(node, Zone.ofWildcard(name.toWireCanonical(), LocalNames.NEGATIVE_TTL)));
    if (specialNames) {
      for (SpecialName row : SpecialNames.TABLE) {
        if (routed.stream().anyMatch(row.name()::subdomain)) {
          continue;
        }
        byte[] name = row.name().toWireCanonical();
        if (row.hasApex()) {
          int ttl = row.negativeTtl();
          drafts.add(SPECIAL, name, Type.SOA, ttl, Bytes.of(LocalNames.soa(name, ttl)));
          drafts.add(SPECIAL, name, Type.NS, ttl, Bytes.of(name));
        }
        zones.put(drafts.tree().add(name), zone(row, name));
      }
    }
    dnames.forEach((node, dname) -> zones.put(node, Zone.ofAlias(dname)));
    return zones;
  }

  private Zone zone(SpecialName row, byte[] name) {
    long ttl = row.negativeTtl();
    return switch (row.treatment()) {
      case LOOPBACK -> Zone.ofApex(name, ttl, false);
      case NO_NAME -> Zone.ofNoName(name, ttl, drafts.tree().hasChildren(drafts.tree().add(name)));
      case EMPTY_ZONE -> Zone.ofApex(name, ttl, true);
      case NO_DATA -> Zone.ofNoData(name, ttl);
    };
  }

  private static int addressType(Bytes address) {
    return address.length() == 4 ? Type.A : Type.AAAA;
  }
}
