package org.pando.resolver.cli;

import java.util.List;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.QuestionFeed.Page;
import org.pando.resolver.control.QuestionFeed.Question;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Owned by the thread that runs it: {@code pando log}. */
@Command(
    name = "log",
    description = "Clients' questions and their answers as they come, until Ctrl-C.",
    footer = {
      "%nA line: time, client, name and type, answer, the step of the ladder that gave it, how"
          + " long",
      "it took; with --json, an object a line. The node keeps questions only while somebody looks,",
      "and in memory only."
    })
final class LogCommand extends NodeCommand {
  @Option(names = "--count", paramLabel = "N", description = "End after so many questions.")
  private long count = Long.MAX_VALUE;

  LogCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void run(ControlClient client) throws ControlException {
    long from = client.questions(null).value().next();
    Table table = output().table("");
    long left = count;
    while (left > 0 && output().isOpen()) {
      Page page = client.questions(from).value();
      if (page.lost() > 0) {
        output().message(Text.count(page.lost(), "question") + " came too fast to be shown");
      }
      int shown = (int) Math.min(left, page.questions().size());
      if (json()) {
        page.questions().subList(0, shown).forEach(q -> output().data(Reply.of(q).json()));
      } else {
        table.print(page.questions().subList(0, shown).stream().map(LogCommand::row).toList());
      }
      left -= shown;
      from = page.next();
    }
  }

  private static List<String> row(Question question) {
    return List.of(
        Text.timeOfDay(question.time()),
        question.client(),
        question.name() + " " + question.type(),
        question.rcode(),
        question.answeredBy(),
        Text.millis(question.elapsed()));
  }
}
