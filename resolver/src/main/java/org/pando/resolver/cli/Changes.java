package org.pando.resolver.cli;

import org.pando.registry.NameState;
import org.pando.resolver.control.KeyInfo;
import org.pando.resolver.control.NameChange;

/** How a change of a name is told. */
final class Changes {
  private Changes() {}

  static void print(Output output, String did, NameChange change) {
    String name = output.strong(Text.name(change.name(), change.unicodeName()));
    boolean active = change.state() == NameState.ACTIVE;
    output.data(did + " " + name + (active ? sequenceAndLease(change) : ""));
    if (change.dryRun()) {
      Text.alignedZone(change.records()).forEach(line -> output.data("  " + line));
      return;
    }
    change.notes().forEach(output::message);
    output.message(
        switch (change.state()) {
          case ACTIVE ->
              hasAddress(change)
                  ? "try: http://" + change.name() + "/ or: pando resolve " + change.name()
                  : "try: pando show " + change.name();
          case FROZEN ->
              change.leaseUntil() == null
                  ? "it does not answer any more, for ever"
                  : "it does not answer any more; its recovery key brings it back: pando recover "
                      + change.name();
          case VACANT -> "it does not answer any more, and anybody can claim it";
        });
  }

  private static String sequenceAndLease(NameChange change) {
    String seq = change.seq() == 0 ? "" : " (seq " + change.seq() + ")";
    return seq + (change.leaseUntil() == null ? "" : " until " + Text.day(change.leaseUntil()));
  }

  static void announceKey(Output output, NameChange change) {
    if (change.newKey() != null && !change.dryRun()) {
      announceKey(output, change.newKey());
    }
  }

  /** Where a new key lies and what to do with it. */
  static void announceKey(Output output, KeyInfo key) {
    output.message("made the key '" + key.label() + "': " + key.file());
    if (key.hasPassphrase()) {
      output.message("  Without its passphrase nobody can use it: keep a copy of that too.");
    }
    if (key.recoveryFile() != null) {
      output.message(
          "its recovery key: "
              + key.recoveryFile()
              + "\n  It can take your names back when the key is lost or stolen: copy it to a place"
              + " that is offline, then delete it here.");
    }
  }

  private static boolean hasAddress(NameChange change) {
    return change.records().stream()
        .anyMatch(line -> line.matches("@\\s+([0-9]+\\s+)?(A|AAAA|CNAME)\\s.*"));
  }
}
