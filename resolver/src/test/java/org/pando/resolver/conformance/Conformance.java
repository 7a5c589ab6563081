package org.pando.resolver.conformance;

import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.xbill.DNS.Type;

/**
 * Tries every rule at several servers: {@code Conformance DIFFERENCES
 * NAME=IPV4,IPV6,UPSTREAM,SILENT...}. Plays the upstream of each. Prints a line per rule with each
 * server's verdict, then each difference with its reason. Exit status 1 when a server does
 * otherwise than the file of differences says.
 */
public final class Conformance {
  private static final int PATIENCE_MILLIS = 8_000;
  private static final int START_MILLIS = 120_000;
  private static final int AT_ONCE = 4;

  /** What came of a rule at a server; no reason when it is kept. */
  private record Result(boolean kept, String reason) {}

  private final Differences differences;
  private final Map<String, Server> servers;
  private final Map<String, Map<Rule, Result>> results = new ConcurrentHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  private Conformance(Differences differences, Map<String, Server> servers) {
    this.differences = differences;
    this.servers = servers;
  }

  public static void main(String[] args) throws Exception {
    Map<String, Server> servers = new LinkedHashMap<>();
    for (int i = 1; i < args.length; i++) {
      String[] server = args[i].split("=", 2);
      servers.put(server[0], Server.of(server[1]));
    }
    Differences differences = Differences.read(Path.of(args[0]));
    System.exit(new Conformance(differences, servers).run() ? 0 : 1);
  }

  private boolean run() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      servers.forEach((name, server) -> threads.execute(() -> tryAll(name, server)));
    }
    for (Rules.Table table : Rules.tables()) {
      print(table);
    }
    List<Rule> all = Rules.tables().stream().flatMap(t -> t.rules().stream()).toList();
    differences.unknown(all).forEach(rule -> faults.add("no rule is called so: " + rule));
    System.out.println();
    notes.forEach(note -> System.out.println("  differs: " + note));
    faults.forEach(fault -> System.out.println("  NOT OK  " + fault));
    System.out.printf("%n  %d rules, %d servers%n", all.size(), servers.size());
    return faults.isEmpty();
  }

  private void tryAll(String name, Server server) {
    try (TestUpstream upstream = new TestUpstream(server.upstream());
        DatagramSocket _ = new DatagramSocket(server.silent())) {
      Client client = new Client(server, upstream, PATIENCE_MILLIS);
      awaitStart(name, client);
      Map<Rule, Result> mine = new ConcurrentHashMap<>();
      results.put(name, mine);
      Semaphore free = new Semaphore(AT_ONCE);
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (Rules.Table table : Rules.TABLES) {
          table.rules().forEach(rule -> threads.execute(() -> attempt(rule, client, free, mine)));
        }
      }
      Rules.LAST.rules().forEach(rule -> attempt(rule, client, free, mine));
    } catch (IOException e) {
      System.out.println("  " + name + ": its upstream does not start: " + e.getMessage());
    }
  }

  private static void awaitStart(String name, Client client) {
    Client brief = client.patient(500);
    try {
      Replies.unlessWithin(START_MILLIS, () -> isUp(brief), "it does not answer");
    } catch (Exception e) {
      System.out.println("  " + name + ": " + e.getMessage());
    }
  }

  private static boolean isUp(Client client) {
    try {
      return !Replies.answers(client.udp(Client.question(Client.fresh("plain"), Type.A))).isEmpty();
    } catch (Exception e) {
      return false;
    }
  }

  private static void attempt(Rule rule, Client client, Semaphore free, Map<Rule, Result> mine) {
    free.acquireUninterruptibly();
    try {
      rule.trial().run(client);
      mine.put(rule, new Result(true, ""));
    } catch (Exception e) {
      String reason = e instanceof Violation ? String.valueOf(e.getMessage()) : e.toString();
      mine.put(rule, new Result(false, reason));
    } finally {
      free.release();
    }
  }

  private void print(Rules.Table table) {
    System.out.println();
    printRow(table.title(), List.copyOf(servers.keySet()));
    for (Rule rule : table.rules()) {
      List<String> words = new ArrayList<>();
      servers.keySet().forEach(server -> words.add(verdict(rule, server)));
      printRow(rule.title(), words);
      boolean counterparts = servers.size() > 1;
      boolean kept = servers.keySet().stream().skip(1).anyMatch(s -> result(s, rule).kept());
      String why = differences.reason(Differences.CHECK, rule);
      if (counterparts && !kept && why == null) {
        faults.add("no other server keeps it, and nothing says why it is right: " + rule.text());
      } else if (counterparts && !kept) {
        notes.add("no other server keeps it: " + rule.text() + ": " + why);
      }
    }
  }

  private static void printRow(String title, List<String> columns) {
    StringBuilder row = new StringBuilder("  %-100s".formatted(title));
    columns.forEach(column -> row.append(" %-8s".formatted(column)));
    System.out.println(row.toString().stripTrailing());
  }

  private Result result(String server, Rule rule) {
    return results
        .getOrDefault(server, Map.of())
        .getOrDefault(rule, new Result(false, "not tried"));
  }

  private String verdict(Rule rule, String server) {
    Result result = result(server, rule);
    String why = differences.reason(server, rule);
    if (result.kept()) {
      if (why != null) {
        faults.add(server + " keeps it now, take it off the list: " + rule.text());
      }
      return "passes";
    }
    if (why == null) {
      faults.add(server + ": " + rule.text() + ": " + result.reason());
      return "FAILS";
    }
    notes.add(server + ": " + rule.text() + ": " + result.reason() + ". " + why);
    return "differs";
  }
}
