package org.pando.resolver.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.owner.Ownership;
import org.pando.registry.owner.Registrar;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.text.NameArgument;
import org.pando.registry.text.RecordFormat;
import org.pando.registry.text.RecordSyntax;
import org.pando.registry.zone.Rr;
import org.pando.registry.zone.ZoneBody;
import org.pando.resolver.control.ZoneChange;
import org.pando.resolver.control.ZoneFile;

/** The records of names as people write and read them. */
final class ZoneText {
  private ZoneText() {}

  /** The records of a file and of lines together. */
  static ZoneBody parse(NameArgument name, List<String> lines, @Nullable ZoneFile file)
      throws RegistryException {
    List<Rr> rrs = new ArrayList<>(records(file, name));
    rrs.addAll(new RecordSyntax(name.fullName()).parseAll(lines));
    return body(rrs);
  }

  /** As {@link #parse}; empty when neither a line nor a file is given. */
  static Optional<ZoneBody> parseAny(NameArgument name, List<String> lines, @Nullable ZoneFile file)
      throws RegistryException {
    return lines.isEmpty() && file == null
        ? Optional.empty()
        : Optional.of(parse(name, lines, file));
  }

  /** A change of the present records, whatever these are by then. */
  static Registrar.ZoneChange change(NameArgument name, ZoneChange change)
      throws RegistryException {
    RecordSyntax syntax = new RecordSyntax(name.fullName());
    List<Rr> removed = syntax.parseAll(change.remove());
    List<Rr> added = syntax.parseAll(change.add());
    @Nullable List<Rr> replaced =
        change.zoneFile() == null ? null : records(change.zoneFile(), name);
    return present -> edit(name, replaced == null ? present.rrs() : replaced, removed, added);
  }

  /** Removes, then adds; what is removed must be there, since a slip would go unnoticed. */
  private static ZoneBody edit(NameArgument name, List<Rr> before, List<Rr> removed, List<Rr> added)
      throws RegistryException {
    List<Rr> rrs = new ArrayList<>(before);
    for (Rr gone : removed) {
      if (!rrs.removeIf(rr -> sameData(rr, gone))) {
        throw new RegistryException(
            Kind.INVALID,
            name.fullName().toString(true)
                + " has no record '"
                + RecordFormat.format(gone)
                + "' to remove; see: pando show "
                + name.key());
      }
    }
    for (Rr more : added) {
      rrs.removeIf(rr -> sameData(rr, more));
      rrs.add(more);
    }
    return body(rrs);
  }

  /** A time to live does not tell records apart. */
  private static boolean sameData(Rr a, Rr b) {
    return a.owner().equals(b.owner()) && a.type() == b.type() && a.rdata().equals(b.rdata());
  }

  private static ZoneBody body(List<Rr> rrs) throws RegistryException {
    try {
      return ZoneBody.of(rrs);
    } catch (InvalidException e) {
      throw new RegistryException(Kind.INVALID, String.valueOf(e.getMessage()), e);
    }
  }

  private static List<Rr> records(@Nullable ZoneFile file, NameArgument name)
      throws RegistryException {
    return file == null
        ? List.of()
        : org.pando.registry.text.ZoneFile.parse(file.name(), file.text(), name.fullName());
  }

  /** {@code OWNER TTL TYPE RDATA} lines. */
  static List<String> lines(Ownership name) {
    ZoneBody records = name.records();
    return records == null ? List.of() : records.rrs().stream().map(RecordFormat::format).toList();
  }
}
