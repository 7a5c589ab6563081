package org.pando.resolver.config;

import java.util.List;
import java.util.Optional;
import org.pando.registry.Bytes;
import org.pando.registry.RegistryException;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.text.RecordSyntax;
import org.pando.registry.zone.Rr;
import org.pando.registry.zone.ZoneBody;
import org.xbill.DNS.DNSInput;
import org.xbill.DNS.Name;
import org.xbill.DNS.WireParseException;

/**
 * {@code [[record]]}: a name that this node answers for by itself.
 *
 * @param name without the last dot; may begin with {@code *.}
 * @param records lines of a zone file without the class, owners relative to the name: {@code A
 *     192.168.1.5}, {@code www CNAME @}
 */
public record LocalRecord(String name, List<String> records) {
  static final Section<LocalRecord> SECTION =
      Section.of(
              LocalRecord.class,
              Row.Key.required("name", Types.ownerName(), "the name that is answered"),
              Row.Key.required(
                  "records",
                  Types.listOf(Types.text()),
                  "its records, such as \"A 192.168.1.5\" or \"www CNAME @\""))
          .checkedBy(LocalRecord::check);

  /** The name, absolute. */
  public Name absoluteName() {
    return Name.fromConstantString(name + ".");
  }

  /** The records, their owners relative to the name. */
  public List<Rr> rrs() {
    return records.stream().map(this::tryRead).flatMap(Optional::stream).toList();
  }

  /** A record, or nothing when it is wrong; then {@link #check} has said so. */
  Optional<Rr> tryRead(String record) {
    try {
      return Optional.of(read(record));
    } catch (RegistryException | InvalidException e) {
      return Optional.empty();
    }
  }

  /** The whole owner of one of the records. */
  public Name owner(Rr rr) {
    Bytes relative = rr.owner();
    byte[] apex = absoluteName().toWire();
    byte[] owner = new byte[relative.length() - 1 + apex.length];
    relative.copyTo(0, owner, 0, relative.length() - 1);
    System.arraycopy(apex, 0, owner, relative.length() - 1, apex.length);
    try {
      return new Name(new DNSInput(owner));
    } catch (WireParseException e) {
      throw new IllegalStateException("an owner that was checked is wrong: " + rr, e);
    }
  }

  private Rr read(String record) throws RegistryException, InvalidException {
    Rr rr = new RecordSyntax(absoluteName()).parse(record);
    ZoneBody.check(rr);
    return rr;
  }

  private void check(Scope scope) {
    for (int i = 0; i < records.size(); i++) {
      try {
        Rr rr = read(records.get(i));
        if (name.startsWith("*.") && !rr.owner().equals(Rr.APEX)) {
          report(
              i, "'" + rr + "' stands below a wildcard", "give it a [[record]] of its own", scope);
        }
      } catch (RegistryException e) {
        String message = String.valueOf(e.getMessage());
        int fix = message.indexOf("; ");
        report(
            i,
            fix < 0 ? message : message.substring(0, fix),
            fix < 0 ? "write one such as A 192.168.1.5" : message.substring(fix + 2),
            scope);
      } catch (InvalidException e) {
        report(
            i,
            "record '" + records.get(i) + "': " + e.getMessage(),
            "remove it, or write one such as A 192.168.1.5",
            scope);
      }
    }
  }

  private static void report(int index, String what, String fix, Scope scope) {
    scope
        .reading()
        .problem(
            scope.table().placeOf("records", index), scope.label("records") + ": " + what, fix);
  }
}
