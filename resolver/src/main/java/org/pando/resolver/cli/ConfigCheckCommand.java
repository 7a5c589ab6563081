package org.pando.resolver.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.cli.ConfigChecker.Checked;
import org.pando.resolver.cli.ConfigChecker.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Owned by the thread that runs it: {@code pando config check}. */
@Command(
    name = "check",
    description = "Read the configuration and name every problem; starts nothing.")
final class ConfigCheckCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "The file (default: the one that 'pando run' would use).")
  private @Nullable Path file;

  @Option(names = "--effective", description = "Print the configuration with every default.")
  private boolean effective;

  @Option(names = "--schema", description = "Print every key with its default and meaning.")
  private boolean schema;

  @Option(names = "--ignore-unknown", description = "Unknown keys are warnings.")
  private boolean ignoreUnknown;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  private final ConfigChecker checker;
  private final Output output;

  ConfigCheckCommand(ConfigChecker checker, Output output) {
    this.checker = checker;
    this.output = output;
  }

  @Override
  public Integer call() {
    if (schema) {
      output.data(json ? versioned("schema", checker.schema()).toString() : checker.schema());
      return ExitCode.DONE.number();
    }
    Checked checked = checker.check(file, ignoreUnknown);
    if (json) {
      output.data(json(checked).toString());
    } else {
      print(checked);
    }
    return (checked.ok() ? ExitCode.DONE : ExitCode.USAGE).number();
  }

  private void print(Checked checked) {
    for (Problem problem : checked.problems()) {
      switch (problem.severity()) {
        case ERROR -> output.error(problem.message());
        case WARNING -> output.message("pando: warning: " + problem.message());
      }
    }
    if (!checked.ok()) {
      return;
    }
    if (effective) {
      output.data(checked.effective());
    } else {
      output.data(
          checked.files().isEmpty()
              ? "no configuration file: the defaults hold"
              : String.join(", ", checked.files()) + ": ok");
    }
  }

  private JsonObject json(Checked checked) {
    JsonObject object = versioned("ok", checked.ok());
    JsonArray files = new JsonArray();
    checked.files().forEach(files::add);
    object.add("files", files);
    JsonArray problems = new JsonArray();
    for (Problem problem : checked.problems()) {
      JsonObject entry = new JsonObject();
      entry.addProperty("severity", problem.severity().name().toLowerCase(Locale.ROOT));
      entry.addProperty("message", problem.message());
      problems.add(entry);
    }
    object.add("problems", problems);
    if (effective && checked.ok()) {
      object.addProperty("effective", checked.effective());
    }
    return object;
  }

  private static JsonObject versioned(String field, Object value) {
    JsonObject object = new JsonObject();
    object.addProperty("version", 1);
    if (value instanceof Boolean flag) {
      object.addProperty(field, flag);
    } else {
      object.addProperty(field, value.toString());
    }
    return object;
  }
}
