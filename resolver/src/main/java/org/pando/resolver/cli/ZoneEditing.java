package org.pando.resolver.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.control.NameDetails;

/** Lets a person change a zone as text. */
final class ZoneEditing {
  private final CliContext context;

  ZoneEditing(CliContext context) {
    this.context = context;
  }

  /**
   * The outcome.
   *
   * @param file where the text lies
   * @param seq the zone the text was made from
   * @param text null when the person changed nothing
   */
  record Edited(Path file, long seq, @Nullable String text) {}

  /**
   * @throws CommandException when there is no person or no editor, or it failed
   */
  Edited edit(NameDetails zone) throws CommandException {
    if (!context.console().terminal()) {
      throw new CommandException(
          ExitCode.USAGE, "--edit needs a terminal; in a script use --file, --add or --remove");
    }
    String before = text(zone);
    String editor = editor();
    try {
      Path file = Files.createTempFile(context.temporary(), "pando-", ".zone");
      Files.writeString(file, before);
      int status = context.editor().edit(editor, file);
      if (status != 0) {
        throw new CommandException(
            ExitCode.FAILED,
            "the editor '" + editor + "' ended with status " + status + "; nothing was sent");
      }
      String after = Files.readString(file);
      return new Edited(file, zone.seq(), after.equals(before) ? null : after);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FAILED,
          "cannot edit with '"
              + editor
              + "' ("
              + e.getMessage()
              + "); set EDITOR to a program that exists, or use --file",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted; nothing was sent", e);
    }
  }

  /** Removes the text; a failure leaves a file in the temporary folder and no more. */
  void forget(Edited edited) {
    try {
      Files.deleteIfExists(edited.file());
    } catch (IOException e) {
      context.console().err().println("pando: " + edited.file() + ": left behind; delete it");
    }
  }

  private String editor() {
    for (String variable : new String[] {"VISUAL", "EDITOR"}) {
      String value = context.environment().getOrDefault(variable, "");
      if (!value.isBlank()) {
        return value;
      }
    }
    return "vi";
  }

  private static String text(NameDetails zone) {
    StringBuilder text =
        new StringBuilder("; the records of " + zone.name() + ", seq " + zone.seq() + "\n");
    Text.alignedZone(zone.records()).forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }
}
