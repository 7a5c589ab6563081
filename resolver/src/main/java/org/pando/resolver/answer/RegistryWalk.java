package org.pando.resolver.answer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.NameState;
import org.pando.registry.Published;
import org.pando.registry.zone.Rr;
import org.pando.registry.zone.ZoneBody;
import org.pando.resolver.answer.BodyWriter.Section;
import org.pando.resolver.answer.RegistryNames.Place;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** One question's way through the registry, from alias to alias. One thread, one use. */
public final class RegistryWalk {
  /** How a walk ends. */
  public sealed interface End {
    /** In the registry: this is the answer. */
    record Answered(WireAnswer answer) implements End {}

    /**
     * At an alias that leads out of the registry.
     *
     * @param chain the aliases up to there, from the question's name on
     * @param target where the last one leads
     */
    record Outward(List<Record> chain, Name target) implements End {}

    /** At a name that is not loaded from the store yet. */
    record NotLoaded() implements End {}

    /** It never began: the name is under no network's suffix. */
    record Elsewhere() implements End {}
  }

  private static final int MAX_ALIASES = 8;
  private static final long NEGATIVE_TTL = 30;

  /** The registry has no zone transfers: these mean nothing here. */
  private static final Soa SOA = new Soa(3600, 600, 86_400);

  private static final WireAnswer DAMAGED =
      Failure.DAMAGED.reply(
          "this node's copy of the name is damaged; its owner sees: pando status");

  private static final ExtendedError REVOKED =
      new ExtendedError(ExtendedError.Code.OTHER, "revoked");

  private final RegistryNames names;
  private final byte[] asked;
  private final int type;
  private final BodyWriter body = new BodyWriter();
  private final List<Record> chain = new ArrayList<>();
  private int aliases;

  /**
   * @param asked the question's name, wire form, lower-case
   */
  RegistryWalk(RegistryNames names, byte[] asked, int type) {
    this.names = names;
    this.asked = asked;
    this.type = type;
  }

  End from(Place start) {
    byte[] at = asked;
    Place place = start;
    while (true) {
      End unavailable = unavailable(place);
      if (unavailable != null) {
        return unavailable;
      }
      ZoneLookup.Found found = lookUp(place);
      byte[] target = target(at, place, found);
      if (target == null) {
        return new End.Answered(answer(at, place, found));
      }
      if (++aliases > MAX_ALIASES) {
        return new End.Answered(
            Failure.ALIAS_LOOP.reply("more than " + MAX_ALIASES + " aliases in a row"));
      }
      addAlias(at, place, found, target);
      if (target.length > QuestionKey.MAX_NAME) {
        return new End.Answered(body.finish(Rcode.YXDOMAIN, null));
      }
      if (type == Type.CNAME) {
        return new End.Answered(body.finish(Rcode.NOERROR, null));
      }
      at = target;
      place = names.find(at, at.length);
      if (place == null) {
        return new End.Outward(List.copyOf(chain), WireNames.parse(target));
      }
    }
  }

  private static @Nullable End unavailable(Place place) {
    return switch (place) {
      case Place.Bare bare -> null;
      case Place.Named named ->
          switch (named.published()) {
            case Published.NotLoaded() -> new End.NotLoaded();
            case Published.Damaged() -> new End.Answered(DAMAGED);
            case Published.Served served -> null;
            case Published.Unknown() -> null;
          };
    };
  }

  /** Where the name leads; null when it is no alias. May be longer than a name can be. */
  private static byte @Nullable [] target(byte[] at, Place place, ZoneLookup.Found found) {
    if (found instanceof ZoneLookup.Found.Alias(Rr cname)) {
      return cname.rdata().toArray();
    }
    if (found instanceof ZoneLookup.Found.Redirected(Rr dname)) {
      int below = dnameAt(place, dname);
      byte[] target = Arrays.copyOf(at, below + dname.rdata().length());
      dname.rdata().copyTo(0, target, below, dname.rdata().length());
      return target;
    }
    return null;
  }

  /** Where in the name that is looked up the DNAME's owner begins. */
  private static int dnameAt(Place place, Rr dname) {
    int apex = place instanceof Place.Named named ? named.apex() : 0;
    return apex - (dname.owner().length() - 1);
  }

  /** The CNAME record that leads there; a DNAME record, then the CNAME that it stands for. */
  private void addAlias(byte[] at, Place place, ZoneLookup.Found found, byte[] target) {
    if (found instanceof ZoneLookup.Found.Redirected(Rr dname)) {
      byte[] owner = Arrays.copyOfRange(at, dnameAt(place, dname), at.length);
      byte[] rdata = dname.rdata().toArray();
      body.add(Section.ANSWER, owner, Type.DNAME, dname.ttl(), rdata);
      chain.add(
          new DNAMERecord(WireNames.parse(owner), DClass.IN, dname.ttl(), WireNames.parse(rdata)));
      if (target.length <= QuestionKey.MAX_NAME) {
        addCname(at, dname.ttl(), target);
      }
    } else if (found instanceof ZoneLookup.Found.Alias(Rr cname)) {
      addCname(at, cname.ttl(), target);
    }
  }

  private void addCname(byte[] at, int ttl, byte[] target) {
    body.add(Section.ANSWER, ownerAt(at), Type.CNAME, ttl, target);
    chain.add(new CNAMERecord(WireNames.parse(at), DClass.IN, ttl, WireNames.parse(target)));
  }

  private ZoneLookup.Found lookUp(Place place) {
    Published.Served name = served(place);
    return switch (place) {
      case Place.Bare bare -> new ZoneLookup.Found.NoData();
      case Place.Named named ->
          name == null
              ? new ZoneLookup.Found.NoName()
              : ZoneLookup.find(ZoneBody.decode(name.body()).rrs(), named.owner(), type);
    };
  }

  private WireAnswer answer(byte[] at, Place place, ZoneLookup.Found found) {
    return switch (found) {
      case ZoneLookup.Found.Records(List<Rr> rrs) -> {
        byte @Nullable [] owner = ownerAt(at);
        rrs.forEach(
            rr -> body.add(Section.ANSWER, owner, rr.type(), rr.ttl(), rr.rdata().toArray()));
        yield body.finish(Rcode.NOERROR, null);
      }
      case ZoneLookup.Found.NoData() -> negative(Rcode.NOERROR, at, place);
      case ZoneLookup.Found.NoName() -> negative(Rcode.NXDOMAIN, at, place);
      case ZoneLookup.Found.Delegated() ->
          Failure.DELEGATED.reply(
              "delegated to other name servers, which this version does not ask");
      case ZoneLookup.Found.Alias alias -> throw new IllegalStateException("aliases are followed");
      case ZoneLookup.Found.Redirected redirected ->
          throw new IllegalStateException("aliases are followed");
    };
  }

  /**
   * The SOA record stands in the answer when it was asked for where it is, else it is the proof.
   */
  private WireAnswer negative(int rcode, byte[] at, Place place) {
    byte[] apex = soaOwner(at, place);
    boolean soaAsked = type == Type.SOA && rcode == Rcode.NOERROR && Arrays.equals(apex, at);
    Section section = soaAsked ? Section.ANSWER : Section.AUTHORITY;
    body.add(section, apex, Type.SOA, NEGATIVE_TTL, SOA.rdata(apex, serial(place), NEGATIVE_TTL));
    return body.finish(rcode, isRevoked(place) ? REVOKED : null);
  }

  private static boolean isRevoked(Place place) {
    return place instanceof Place.Named named
        && named.published() instanceof Published.Served known
        && known.state() == NameState.FROZEN;
  }

  /** Inside a name that is served, its apex; otherwise the suffix. */
  private static byte[] soaOwner(byte[] at, Place place) {
    return served(place) != null && place instanceof Place.Named named
        ? Arrays.copyOfRange(at, named.apex(), at.length)
        : place.network().suffix().toWireCanonical();
  }

  private static long serial(Place place) {
    Published.Served name = served(place);
    return name == null ? 0 : name.seq();
  }

  /** The name that the place is in, when it is served; else null. */
  private static Published.@Nullable Served served(Place place) {
    return place instanceof Place.Named named
            && named.published() instanceof Published.Served known
            && known.state() == NameState.ACTIVE
            && known.seq() > 0
        ? known
        : null;
  }

  /** Null stands for the question's own name. */
  private byte @Nullable [] ownerAt(byte[] at) {
    return Arrays.equals(at, asked) ? null : at;
  }
}
