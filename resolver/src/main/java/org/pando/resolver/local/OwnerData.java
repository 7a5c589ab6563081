package org.pando.resolver.local;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.xbill.DNS.Type;

/**
 * All records of one owner, without the owner. Immutable: names with the same records share one,
 * and so a block list of a hundred thousand names that are all 0.0.0.0 takes little room.
 */
record OwnerData(List<Rrset> rrsets) {
  static final OwnerData NONE = new OwnerData(List.of());

  /** The records of a type, or null. */
  @Nullable Rrset of(int type) {
    for (Rrset rrset : rrsets) {
      if (rrset.type() == type) {
        return rrset;
      }
    }
    return null;
  }

  /**
   * These records and one more. Of each type the first source counts; an alias stands alone.
   *
   * @return this when the record changes nothing
   */
  OwnerData with(int source, int type, long ttl, Bytes rdata) {
    Rrset present = of(type);
    if (present == null) {
      boolean aliasBesideOthers =
          of(Type.CNAME) != null || (type == Type.CNAME && !rrsets.isEmpty());
      return aliasBesideOthers ? this : plus(new Rrset(source, type, ttl, List.of(rdata)));
    }
    if (present.source() != source || present.rdata().contains(rdata)) {
      return this;
    }
    List<Bytes> longer = Stream.concat(present.rdata().stream(), Stream.of(rdata)).toList();
    return without(type).plus(new Rrset(source, type, present.ttl(), longer));
  }

  private OwnerData plus(Rrset rrset) {
    return new OwnerData(Stream.concat(rrsets.stream(), Stream.of(rrset)).toList());
  }

  private OwnerData without(int type) {
    return new OwnerData(rrsets.stream().filter(rrset -> rrset.type() != type).toList());
  }
}
