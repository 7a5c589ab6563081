package org.pando.gossip;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** What this module may use, and which of its packages may use which. */
@AnalyzeClasses(packages = "org.pando.gossip", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "org.pando.gossip";

  private static String[] packages(String... names) {
    String[] patterns = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      patterns[i] = ROOT + "." + names[i] + "..";
    }
    return patterns;
  }

  @ArchTest
  static final ArchRule leaf =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.xbill.DNS..", "org.pando.registry..", "org.pando.resolver..")
          .because(
              "gossip knows topics, peers and bytes; join it to others in resolver.replication");

  @ArchTest
  static final ArchRule noCycles =
      slices()
          .matching(ROOT + ".(*)..")
          .should()
          .beFreeOfCycles()
          .because(
              "a cycle makes two packages one: move the shared type down, to identity or wire");

  @ArchTest
  static final ArchRule encodings =
      noClasses()
          .that()
          .resideInAnyPackage(packages("wire"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              packages(
                  "identity",
                  "noise",
                  "multistream",
                  "yamux",
                  "upgrade",
                  "host",
                  "identify",
                  "pubsub",
                  "topics",
                  "discovery",
                  "node"))
          .because("wire is encodings that know no meaning: put what has one into identity");

  @ArchTest
  static final ArchRule cores =
      noClasses()
          .that()
          .resideInAnyPackage(
              packages("identity", "noise", "multistream", "yamux", "upgrade", "pubsub"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages("host", "identify", "topics", "discovery", "node"))
          .because(
              "protocol cores are bytes in, bytes out: take what they need as arguments, and carry"
                  + " their results in host or topics");

  @ArchTest
  static final ArchRule router =
      noClasses()
          .that()
          .resideInAnyPackage(packages("pubsub"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages("noise", "multistream", "yamux", "upgrade"))
          .because("gossip runs over any stream: what is below belongs to host");

  @ArchTest
  static final ArchRule seams =
      noClasses()
          .that()
          .resideInAnyPackage(packages("identify", "topics", "discovery"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages("noise", "multistream", "yamux", "upgrade", "node"))
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching(".*\\.host\\.(TcpHost|Requests)")
          .because(
              "they see peers and streams: use host.Host, which another library could stand in");

  @ArchTest
  static final ArchRule netty =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".host..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..")
          .because("Netty moves bytes in host only: take byte[] and a Host");

  @ArchTest
  static final ArchRule noClock =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(InstantSource.class, "system")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(Clock.class, "systemDefaultZone")
          .because("time is an argument: take `long now`, or Surroundings' nanos and clock");

  @ArchTest
  static final ArchRule noRandomness =
      noClasses()
          .should()
          .callConstructor(SecureRandom.class)
          .orShould()
          .callConstructor(Random.class)
          .orShould()
          .callConstructor(SplittableRandom.class)
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(RandomGenerator.class, "getDefault")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(ThreadLocalRandom.class)
          .because("randomness is an argument: take Surroundings' RandomGenerator");

  @ArchTest
  static final ArchRule noThreads =
      noClasses()
          .should()
          .callConstructor(Thread.class)
          .orShould()
          .callConstructor(Thread.class, Runnable.class)
          .orShould()
          .callConstructor(Thread.class, Runnable.class, String.class)
          .orShould()
          .callMethod(Thread.class, "startVirtualThread", Runnable.class)
          .orShould()
          .callMethod(Thread.class, "ofVirtual")
          .orShould()
          .callMethod(Thread.class, "ofPlatform")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Executors.class, Timer.class, CompletableFuture.class)
          .because(
              "threads are arguments: run on the loop (Host.execute, Host.after) or on"
                  + " Surroundings' workers");
}
