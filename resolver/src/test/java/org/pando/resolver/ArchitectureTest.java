package org.pando.resolver;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which packages of this module may use which, and what only some of them may use at all. */
@AnalyzeClasses(
    packages = "org.pando.resolver",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String ROOT = "org.pando.resolver";
  private static final String REGISTRY = "org.pando.registry";
  private static final String APP = ROOT + ".app..";

  /**
   * What a package may use.
   *
   * @param name below the root
   * @param mayUse packages of ours, besides itself
   * @param fix what to do instead of using another
   */
  private record Direction(String name, List<String> mayUse, String fix) {
    private String pattern() {
      return ROOT + "." + name + "..";
    }

    private ArchRule rule() {
      String[] allowed =
          Stream.concat(Stream.of(pattern()), mayUse.stream()).toArray(String[]::new);
      return noClasses()
          .that()
          .resideInAPackage(pattern())
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.pando..").and(not(resideInAnyPackage(allowed))))
          .because(fix);
    }
  }

  private static String ours(String name) {
    return ROOT + "." + name + "..";
  }

  private static final List<Direction> DIRECTIONS =
      List.of(
          new Direction(
              "config",
              List.of(REGISTRY, REGISTRY + ".rule", REGISTRY + ".text", REGISTRY + ".zone"),
              "configuration is read before anything else exists, and knows no more than how"
                  + " records are written: give the other package a constructor argument, made"
                  + " from the configuration in app"),
          new Direction(
              "log",
              List.of(ours("config")),
              "everything logs, so the log knows only its settings: log through SLF4J and leave"
                  + " the format here"),
          new Direction(
              "answer",
              List.of(REGISTRY + ".."),
              "the fast lane's sources see bytes and the registry's read view: what needs more is"
                  + " a step of the slow lane, in lookup"),
          new Direction(
              "local",
              List.of(ours("answer"), REGISTRY, REGISTRY + ".zone"),
              "local names are made from records and files alone: what needs the configuration is"
                  + " made of it in app"),
          new Direction(
              "exchange",
              List.of(ours("answer")),
              "an exchange gives untrusted messages: transports go into upstream, judgement into"
                  + " lookup, settings come as constructor arguments"),
          new Direction(
              "lookup",
              List.of(ours("answer"), ours("exchange")),
              "look-ups reach servers through Exchange and answers through RegistryAnswers: let"
                  + " app hand them in"),
          new Direction(
              "observe",
              List.of(ours("answer")),
              "observers hear of questions and know nobody who asks or answers: extend"
                  + " QueryObserver, and let app join them"),
          new Direction(
              "upstream",
              List.of(ours("exchange"), ours("answer"), ours("config")),
              "a transport asks one server and knows nobody above it: return the message or throw"
                  + " ResolutionException"),
          new Direction(
              "drill",
              List.of(ours("answer"), ours("exchange")),
              "a rehearsal asks through lines of servers that app hands in: what breaks them goes"
                  + " into upstream"),
          new Direction(
              "server",
              List.of(ours("answer"), ours("lookup"), ours("observe"), ours("config")),
              "listeners hand questions to QueryHandler: add an AnswerSource or a Resolver instead"
                  + " of reaching further"),
          new Direction(
              "control",
              List.of(REGISTRY),
              "the node must not know who asks, nor the routes what is behind them: put shared"
                  + " types into control, and let app implement its services"),
          new Direction(
              "cli",
              List.of(ours("control"), REGISTRY),
              "a command talks to the node through control's client: add a route there; what it"
                  + " needs of this computer is an interface in cli that app implements"),
          new Direction(
              "replication",
              List.of(
                  REGISTRY + "..",
                  "org.pando.gossip",
                  "org.pando.gossip.node",
                  "org.pando.gossip.sync",
                  ours("config")),
              "replication joins the two leaves and knows nothing of answering or of commands: app"
                  + " hands in what it needs"),
          new Direction(
              "app",
              List.of(ROOT + "..", REGISTRY + ".."),
              "the composition root joins this module with the registry; gossip is joined in"
                  + " replication"));

  @ArchTest
  static void directions(JavaClasses classes) {
    DIRECTIONS.forEach(direction -> direction.rule().check(classes));
  }

  @ArchTest
  static void everyPackageHasItsDirections(JavaClasses classes) {
    Set<String> described = DIRECTIONS.stream().map(Direction::name).collect(Collectors.toSet());
    Set<String> present =
        classes.stream()
            .map(type -> type.getPackageName().substring(ROOT.length()).split("\\.", -1)[1])
            .collect(Collectors.toSet());
    assertEquals(
        described,
        present,
        "a new package needs a row in DIRECTIONS: say what it may use and why not more");
  }

  @ArchTest
  static final ArchRule nobodyUsesApp =
      noClasses()
          .that()
          .resideOutsideOfPackage(APP)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(APP)
          .because("app composes the others: take what you need as a constructor argument");

  @ArchTest
  static final ArchRule onlyAppUsesCli =
      noClasses()
          .that()
          .resideOutsideOfPackages(APP, ROOT + ".cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + ".cli..")
          .because("the node must not know who asks: put types shared with cli into control");

  @ArchTest
  static final ArchRule noCycles =
      slices()
          .matching(ROOT + ".(*)..")
          .should()
          .beFreeOfCycles()
          .because(
              "a cycle makes two packages one: move the shared type to the lower one, or turn the"
                  + " upward call into an interface there");

  @ArchTest
  static final ArchRule nettyOnlyAtTheEdge =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              APP, ROOT + ".server..", ROOT + ".control..", ROOT + ".upstream..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..")
          .because(
              "only what owns event loops sees Netty: pass bytes, or block on virtual threads");

  @ArchTest
  static final ArchRule appOnlyMakesEventLoops =
      noClasses()
          .that()
          .resideInAPackage(APP)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.netty.buffer..", "io.netty.handler..", "io.netty.bootstrap..")
          .because("app starts and stops event loops; listeners go into server or control");

  @ArchTest
  static final ArchRule routesWithoutTransport =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".control..")
          .and()
          .haveNameNotMatching(".*\\.(ControlServer|ControlConnection|WholeRequest)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..")
          .because("any listener can serve the routes; what is HTTP stays in ControlConnection");

  @ArchTest
  static final ArchRule gossipOnlyInReplication =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".replication..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.pando.gossip..")
          .because("one package joins the two leaves: write a TopicHandler in replication");

  @ArchTest
  static final ArchRule noClock =
      noClasses()
          .that()
          .resideOutsideOfPackage(APP)
          .should()
          .callMethodWhere(
              target(name("nanoTime").or(name("currentTimeMillis")))
                  .and(target(owner(assignableTo(System.class)))))
          .orShould()
          .callMethodWhere(
              target(name("now"))
                  .and(
                      target(
                          owner(
                              assignableTo(Instant.class)
                                  .or(assignableTo(LocalDateTime.class))
                                  .or(assignableTo(OffsetDateTime.class))
                                  .or(assignableTo(ZonedDateTime.class))))))
          .orShould()
          .callMethodWhere(
              target(name("system").or(name("systemUTC")).or(name("systemDefaultZone")))
                  .and(
                      target(
                          owner(assignableTo(InstantSource.class).or(assignableTo(Clock.class))))))
          .because(
              "time is an argument: take a LongSupplier of nanoseconds or an InstantSource from"
                  + " app's NodeClock");

  @ArchTest
  static final ArchRule noRandomness =
      noClasses()
          .that()
          .resideOutsideOfPackage(APP)
          .should()
          .callConstructorWhere(
              target(
                  owner(
                      assignableTo(SecureRandom.class)
                          .or(assignableTo(Random.class))
                          .or(assignableTo(SplittableRandom.class)))))
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .orShould()
          .callMethod(ThreadLocalRandom.class, "current")
          .because("randomness is an argument: take a RandomGenerator from app's NodeClock");

  @ArchTest
  static final ArchRule noThreads =
      noClasses()
          .that()
          .resideOutsideOfPackage(APP)
          .should()
          .callConstructorWhere(target(owner(assignableTo(Thread.class))))
          .orShould()
          .callMethodWhere(
              target(owner(assignableTo(Thread.class)))
                  .and(
                      target(
                          name("startVirtualThread")
                              .or(name("ofVirtual"))
                              .or(name("ofPlatform"))
                              .or(name("sleep")))))
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Executors.class, Timer.class, ForkJoinPool.class)
          .because("app owns all threads, so that close() ends them: take an ExecutorService");

  @ArchTest
  static final ArchRule noConsole =
      noClasses()
          .that()
          .resideOutsideOfPackage(APP)
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .accessField(System.class, "in")
          .orShould()
          .callMethod(System.class, "exit", int.class)
          .because(
              "app owns the process: commands print to cli's Console and return an ExitCode, all"
                  + " else logs through SLF4J");
}
