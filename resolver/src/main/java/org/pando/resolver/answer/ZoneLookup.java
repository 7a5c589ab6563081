package org.pando.resolver.answer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.zone.Rr;
import org.xbill.DNS.Type;

/**
 * Finds records in one name's zone (RFC 1034 section 4.3.2, RFC 4592). Owners are wire labels
 * relative to the zone's apex, lower-case, ended by 00. Pure.
 */
final class ZoneLookup {
  /** What a zone has for an owner and a type. */
  sealed interface Found {
    /** The records asked for, in the zone's order; not empty. */
    record Records(List<Rr> rrs) implements Found {}

    /** An alias to another name. */
    record Alias(Rr cname) implements Found {}

    /** Everything below an ancestor is an alias to below another name (RFC 6672). */
    record Redirected(Rr dname) implements Found {}

    /** The owner exists, without such records. */
    record NoData() implements Found {}

    /** The owner does not exist. */
    record NoName() implements Found {}

    /** Another server is responsible from this owner on. */
    record Delegated() implements Found {}
  }

  private ZoneLookup() {}

  static Found find(List<Rr> zone, Bytes owner, int type) {
    if (isDelegated(zone, owner, type)) {
      return new Found.Delegated();
    }
    Rr dname = dnameAbove(zone, owner);
    if (dname != null) {
      return new Found.Redirected(dname);
    }
    if (exists(zone, owner)) {
      return at(zone, owner, type);
    }
    Bytes encloser = parent(owner);
    while (!exists(zone, encloser)) {
      encloser = parent(encloser);
    }
    Bytes wildcard = wildcard(encloser);
    return exists(zone, wildcard) ? at(zone, wildcard, type) : new Found.NoName();
  }

  private static Found at(List<Rr> zone, Bytes owner, int type) {
    List<Rr> here = zone.stream().filter(rr -> rr.owner().equals(owner)).toList();
    List<Rr> asked = here.stream().filter(rr -> rr.type() == type).toList();
    if (!asked.isEmpty()) {
      return new Found.Records(asked);
    }
    for (Rr rr : here) {
      if (rr.type() == Type.CNAME) {
        return new Found.Alias(rr);
      }
    }
    return new Found.NoData();
  }

  /** At a cut only DS is answered here, below it nothing. */
  private static boolean isDelegated(List<Rr> zone, Bytes owner, int type) {
    for (Rr rr : zone) {
      boolean cut = rr.type() == Type.NS && isAtOrBelow(owner, rr.owner());
      if (cut && !(type == Type.DS && owner.equals(rr.owner()))) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Rr dnameAbove(List<Rr> zone, Bytes owner) {
    for (Rr rr : zone) {
      boolean isDname = rr.type() == Type.DNAME;
      if (isDname && isAtOrBelow(owner, rr.owner()) && !owner.equals(rr.owner())) {
        return rr;
      }
    }
    return null;
  }

  /** The apex exists, and so does each owner and everything between an owner and the apex. */
  private static boolean exists(List<Rr> zone, Bytes owner) {
    if (owner.length() == 1) {
      return true;
    }
    for (Rr rr : zone) {
      if (isAtOrBelow(rr.owner(), owner)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAtOrBelow(Bytes name, Bytes ancestor) {
    int at = 0;
    while (name.length() - at > ancestor.length()) {
      at += 1 + name.at(at);
    }
    if (name.length() - at != ancestor.length()) {
      return false;
    }
    for (int i = 0; i < ancestor.length(); i++) {
      if (name.at(at + i) != ancestor.at(i)) {
        return false;
      }
    }
    return true;
  }

  private static Bytes parent(Bytes owner) {
    byte[] bytes = owner.toArray();
    return Bytes.of(bytes, 1 + bytes[0], bytes.length);
  }

  private static Bytes wildcard(Bytes encloser) {
    byte[] bytes = new byte[2 + encloser.length()];
    bytes[0] = 1;
    bytes[1] = '*';
    encloser.copyTo(0, bytes, 2, encloser.length());
    return Bytes.of(bytes);
  }
}
