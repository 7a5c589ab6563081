package org.pando.resolver.local;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.resolver.answer.AnswerSource;
import org.pando.resolver.answer.BodyWriter;
import org.pando.resolver.answer.BodyWriter.Section;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.WireAnswer;
import org.pando.resolver.answer.WireNames;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * Makes the answers for collected records. An alias to records that are here is followed now, any
 * other is left to the slow lane, because what it leads to may change. Belongs to one thread.
 */
final class AnswerMaker {
  private static final int MAX_ALIASES = 8;
  private static final WireAnswer LOOP =
      Failure.ALIAS_LOOP.reply("more than " + MAX_ALIASES + " aliases in a row");

  private final Drafts drafts;
  private final Predicate<Name> registryName;
  private final IdentityHashMap<OwnerData, LocalName> made = new IdentityHashMap<>();

  /** An owner of an answer, in wire form, and its records; no owner is the question's name. */
  private record Link(@Nullable Bytes owner, OwnerData data) {}

  /**
   * @param registryName whether a name is at or under a joined network's suffix
   */
  AnswerMaker(Drafts drafts, Predicate<Name> registryName) {
    this.drafts = drafts;
    this.registryName = registryName;
  }

  /** What is known at each node. */
  @Nullable LocalName[] names(Map<Integer, Zone> zones) {
    @Nullable LocalName[] names = new @Nullable LocalName[drafts.tree().size()];
    for (int node = 1; node < names.length; node++) {
      OwnerData data = drafts.at(node);
      LocalName records = data.rrsets().isEmpty() ? null : name(data);
      Zone zone = zones.get(node);
      names[node] =
          zone == null ? records : new LocalName(records == null ? null : records.images(), zone);
    }
    return names;
  }

  private LocalName name(OwnerData data) {
    return made.computeIfAbsent(data, d -> new LocalName(images(d), null));
  }

  private Images images(OwnerData data) {
    List<Link> chain = new ArrayList<>(List.of(new Link(null, data)));
    for (Rrset cname = data.of(Type.CNAME);
        cname != null;
        cname = chain.getLast().data().of(Type.CNAME)) {
      if (chain.size() > MAX_ALIASES) {
        return images(chain.subList(0, 1), LOOP, null);
      }
      Name target = WireNames.parse(cname.rdata().getFirst().toArray());
      byte[] wire = target.toWireCanonical();
      OwnerData there = registryName.test(target) ? OwnerData.NONE : records(wire);
      if (there.rrsets().isEmpty()) {
        return outward(data);
      }
      chain.add(new Link(Bytes.of(wire), there));
    }
    return images(chain, chain.size() == 1 ? null : noData(chain), null);
  }

  /** The records at a name, or those of the wildcard that stands for it. */
  private OwnerData records(byte[] name) {
    NameTree tree = drafts.tree();
    int node = tree.find(name, name.length);
    int owner = node >= 0 ? node : tree.child(~node, LocalNames.STAR, 0);
    return drafts.at(owner);
  }

  private Images outward(OwnerData data) {
    Rrset cname = data.rrsets().getFirst();
    Images.Alias alias =
        new Images.Alias(cname.ttl(), WireNames.parse(cname.rdata().getFirst().toArray()));
    return images(List.of(new Link(null, data)), AnswerSource.SLOW_LANE, alias);
  }

  private static Images images(
      List<Link> chain, @Nullable WireAnswer otherwise, Images.@Nullable Alias alias) {
    List<Rrset> ends = new ArrayList<>(chain.getLast().data().rrsets());
    int aliases = chain.size() - 1;
    int[] types = new int[ends.size() + Math.min(aliases, 1)];
    WireAnswer[] answers = new WireAnswer[types.length];
    for (int i = 0; i < ends.size(); i++) {
      BodyWriter body = begin(chain.subList(0, aliases));
      append(body, chain.getLast().owner(), ends.get(i));
      types[i] = ends.get(i).type();
      answers[i] = body.finish(Rcode.NOERROR, null);
    }
    if (aliases > 0) {
      types[ends.size()] = Type.CNAME;
      answers[ends.size()] = begin(chain.subList(0, 1)).finish(Rcode.NOERROR, null);
    }
    return new Images(types, answers, otherwise, alias);
  }

  private static WireAnswer noData(List<Link> chain) {
    byte[] end = Objects.requireNonNull(chain.getLast().owner()).toArray();
    long ttl = LocalNames.NEGATIVE_TTL;
    return begin(chain.subList(0, chain.size() - 1))
        .add(Section.AUTHORITY, end, Type.SOA, ttl, LocalNames.soa(LocalNames.NO_SERVER, ttl))
        .finish(Rcode.NOERROR, null);
  }

  private static BodyWriter begin(List<Link> aliases) {
    BodyWriter body = new BodyWriter();
    for (Link link : aliases) {
      append(body, link.owner(), link.data().rrsets().getFirst());
    }
    return body;
  }

  private static void append(BodyWriter body, @Nullable Bytes owner, Rrset rrset) {
    byte @Nullable [] name = owner == null ? null : owner.toArray();
    for (Bytes rdata : rrset.rdata()) {
      body.add(Section.ANSWER, name, rrset.type(), rrset.ttl(), rdata.toArray());
    }
  }
}
