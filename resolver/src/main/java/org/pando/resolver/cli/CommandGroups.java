package org.pando.resolver.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;

/** The list of commands in the top-level help, by subject. */
final class CommandGroups implements IHelpSectionRenderer {
  private static final int NAME_WIDTH = 12;

  private record Group(String title, List<String> commands) {}

  private static final List<Group> GROUPS =
      List.of(
          new Group(
              "The node",
              List.of("run", "status", "upstreams", "drill", "config", "backup", "restore")),
          new Group(
              "Your names",
              List.of(
                  "register",
                  "update",
                  "show",
                  "list",
                  "verify",
                  "renew",
                  "transfer",
                  "release",
                  "revoke",
                  "recover",
                  "key")),
          new Group("Your networks", List.of("network", "peers")),
          new Group("Questions", List.of("resolve", "log", "cache")));

  @Override
  public String render(Help help) {
    Map<String, CommandLine> commands = help.commandSpec().subcommands();
    StringBuilder text = new StringBuilder();
    for (Group group : GROUPS) {
      text.append(System.lineSeparator()).append(group.title()).append(':');
      text.append(System.lineSeparator());
      for (String name : group.commands()) {
        CommandLine command = commands.get(name);
        if (command == null) {
          throw new IllegalStateException("help lists a command that does not exist: " + name);
        }
        text.append("  ").append(name).append(" ".repeat(NAME_WIDTH - name.length()));
        text.append(command.getCommandSpec().usageMessage().description()[0]);
        text.append(System.lineSeparator());
      }
    }
    return text.toString();
  }

  /** Whether the help lists a command. */
  static boolean lists(String command) {
    return GROUPS.stream().anyMatch(group -> group.commands().contains(command));
  }
}
