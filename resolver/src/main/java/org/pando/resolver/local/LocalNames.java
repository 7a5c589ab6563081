package org.pando.resolver.local;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.BodyWriter;
import org.pando.resolver.answer.BodyWriter.Section;
import org.pando.resolver.answer.OwnNames.Found;
import org.pando.resolver.answer.QuestionKey;
import org.pando.resolver.answer.Soa;
import org.pando.resolver.answer.WireAnswer;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * Every name that is answered without asking anybody: special-use names, local records, hosts
 * files. Immutable; looking a name up allocates nothing.
 *
 * <p>Inside a {@link Zone} a name is answered as in any zone (RFC 1034 section 4.3.2, RFC 4592),
 * negative answers included. Outside of one, only names that have records are answered, for every
 * type; what is above and below them is not ours.
 */
final class LocalNames {
  /** How long a negative answer may be kept, in seconds: records and hosts files change. */
  static final int NEGATIVE_TTL = 60;

  /** The label of a wildcard (RFC 4592). */
  static final byte[] STAR = {1, '*'};

  /** The root, which has no address: nobody is to send updates. */
  static final byte[] NO_SERVER = {0};

  /** The values of RFC 6303 section 3. */
  private static final Soa SOA = new Soa(3600, 1200, 604_800);

  /** A name with local records is its own apex: its SOA record is answered, and proves NODATA. */
  private static final WireAnswer OWN_SOA = ownSoa(Section.ANSWER);

  private static final WireAnswer NO_DATA = ownSoa(Section.AUTHORITY);

  private final NameTree tree;
  private final @Nullable LocalName[] names;
  private final BitSet routed;
  private final LocalAnswers.Size size;

  /**
   * @param names one for each node of the tree; null where the name only exists
   * @param routed the nodes below which others are asked, whatever zone is around them
   */
  LocalNames(NameTree tree, @Nullable LocalName[] names, BitSet routed, LocalAnswers.Size size) {
    this.tree = tree;
    this.names = names;
    this.routed = routed;
    this.size = size;
  }

  LocalAnswers.Size size() {
    return size;
  }

  /**
   * The answer to a question, {@link org.pando.resolver.answer.AnswerSource#SLOW_LANE} for an alias
   * that leads elsewhere, or null when the name is not ours.
   */
  @Nullable WireAnswer find(QuestionKey key) {
    int node = tree.find(key.name(), key.nameLength());
    if (node >= 0) {
      return at(node, zoneAround(node), key.type());
    }
    Zone zone = zoneFrom(~node);
    if (zone == null) {
      return null;
    }
    int wildcard = tree.child(~node, STAR, 0);
    return wildcard == NameTree.NONE ? zone.noName() : at(wildcard, zone, key.type());
  }

  private @Nullable WireAnswer at(int node, @Nullable Zone around, int type) {
    LocalName name = names[node];
    Zone own = name == null ? null : name.zone();
    if (own != null && own.delegated() && type == Type.DS) {
      return null;
    }
    Images images = name == null ? null : name.images();
    WireAnswer answer = images == null ? null : images.of(type);
    if (answer != null) {
      return answer;
    }
    if (own != null && own.itself() != null) {
      return images == null ? own.itself() : own.noData();
    }
    if (around != null) {
      return around.noData();
    }
    return images == null ? null : type == Type.SOA ? OWN_SOA : NO_DATA;
  }

  private @Nullable Zone zoneAround(int node) {
    return routed.get(node) ? null : zoneFrom(tree.parent(node));
  }

  /** The zone that a node's children are in, or null. */
  private @Nullable Zone zoneFrom(int node) {
    for (int at = node; at != NameTree.ROOT; at = tree.parent(at)) {
      LocalName name = names[at];
      if (name != null && name.zone() != null) {
        return name.zone();
      }
      if (routed.get(at)) {
        return null;
      }
    }
    return null;
  }

  /** Where a name leads for which {@link #find} gives the slow lane. */
  Found alias(Name name) {
    byte[] wire = name.toWireCanonical();
    int node = tree.find(wire, wire.length);
    Zone zone = node >= 0 ? zoneAround(node) : zoneFrom(~node);
    DNAMERecord dname = zone == null ? null : zone.alias();
    if (dname != null) {
      return substitute(name, dname);
    }
    LocalName owner = names[node >= 0 ? node : tree.child(~node, STAR, 0)];
    Images.Alias alias = owner == null || owner.images() == null ? null : owner.images().alias();
    if (alias == null) {
      throw new IllegalArgumentException(name + " is no alias");
    }
    return new Found.Alias(
        List.of(new CNAMERecord(name, DClass.IN, alias.ttl(), alias.target())), alias.target());
  }

  /** A name that gets too long does not exist (RFC 6672 section 2.2). */
  private static Found substitute(Name name, DNAMERecord dname) {
    try {
      Name target = name.fromDNAME(dname);
      return new Found.Alias(
          List.of(dname, new CNAMERecord(name, DClass.IN, dname.getTTL(), target)), target);
    } catch (NameTooLongException e) {
      return new Found.Answered(
          new Answer(Rcode.YXDOMAIN, List.of(dname), List.of(), Answer.Validation.NOT_VALIDATED));
    }
  }

  /**
   * The data of the SOA record of a negative answer (RFC 2308 section 3).
   *
   * @param ttl how long the answer may be kept, in seconds
   */
  static byte[] soa(byte[] server, long ttl) {
    return SOA.rdata(server, 1, ttl);
  }

  private static WireAnswer ownSoa(Section section) {
    return new BodyWriter()
        .add(section, null, Type.SOA, NEGATIVE_TTL, soa(NO_SERVER, NEGATIVE_TTL))
        .finish(Rcode.NOERROR, null);
  }
}
