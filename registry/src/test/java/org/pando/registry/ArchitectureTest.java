package org.pando.registry;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.pando.registry.policy.Admission;
import org.pando.registry.policy.NetworkRules;
import org.pando.registry.policy.Verified;
import org.pando.registry.record.Bundle;

/** What this module may use, and which of its packages may use which. */
@AnalyzeClasses(
    packages = "org.pando.registry",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String ROOT = "org.pando.registry";

  @ArchTest
  static final ArchRule noCycles =
      slices()
          .matching(ROOT + ".(*)..")
          .should()
          .beFreeOfCycles()
          .because(
              "a cycle makes two packages one: move the shared type down, to the root package or to"
                  + " record");

  @ArchTest
  static final ArchRule leaf =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.netty..", "org.pando.gossip..", "org.pando.resolver..")
          .because(
              "registry is a leaf without network code: join it to the others in"
                  + " org.pando.resolver.replication");

  @ArchTest
  static final ArchRule noSockets =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("java.net")
                  .and(nameMatching(".*Socket.*|.*InetAddress|.*URL.*|.*http.*")))
          .orShould()
          .dependOnClassesThat(
              resideInAPackage("java.nio.channels").and(nameMatching(".*Socket.*|.*Selector.*")))
          .because("registry has no sockets: take bytes as arguments, give bytes as results");

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
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(ZonedDateTime.class, "now")
          .orShould()
          .callMethod(InstantSource.class, "system")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(Clock.class, "systemDefaultZone")
          .because("time is an argument: take a java.time.InstantSource in the constructor");

  @ArchTest
  @ArchTag("I14")
  static final ArchRule noTimeInValidityAndMerge =
      noClasses()
          .that(
              resideInAnyPackage(
                  ROOT + ".cbor",
                  ROOT + ".zone",
                  ROOT + ".record",
                  ROOT + ".policy",
                  ROOT + ".merge"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.time..")
          .because(
              "validity and merge never read the clock, not even an injected one (invariant I14):"
                  + " times are seconds inside signed objects");

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
          .callMethod(UUID.class, "randomUUID")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(ThreadLocalRandom.class)
          .because("randomness is an argument: take a java.security.SecureRandom");

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
          .because("registry has no threads of its own: its caller owns the thread");

  @ArchTest
  static final ArchRule onePinnedVerifier =
      noClasses()
          .that(not(resideInAPackage(ROOT + ".crypto")))
          .should()
          .callMethodWhere(
              target(owner(assignableTo(Ed25519.class)))
                  .and(target(nameMatching("sign.*|verify.*"))))
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("org.bouncycastle.crypto.signers..", "java.security.interfaces..")
          .because(
              "every replica must accept the same signatures: use crypto.SigningKey and"
                  + " crypto.SignatureVerifier");

  @ArchTest
  static final ArchRule onlyAdmissionProves =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Admission.class)
          .should()
          .callConstructor(
              Verified.class, NetworkRules.class, Bundle.class, Bundle.class, Bundle.class)
          .because(
              "the replica takes a Verified without checking its signatures: call"
                  + " Admission.examine");

  @ArchTest
  static final ArchRule directions =
      noClasses()
          .that(
              resideInAnyPackage(ROOT + ".rule", ROOT + ".cbor", ROOT + ".crypto", ROOT + ".zone"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + ".record", ROOT + ".merge", ROOT + ".policy")
          .because("codecs, keys and zones know no objects: move what needs both to record");

  @ArchTest
  static final ArchRule dnsjavaOnlyAtTheEdge =
      noClasses()
          .that(
              resideInAnyPackage(
                  ROOT + ".cbor",
                  ROOT + ".zone",
                  ROOT + ".record",
                  ROOT + ".policy",
                  ROOT + ".merge"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.xbill..")
          .because("what replicas accept must not change with a library: parse wire forms in zone");

  @ArchTest
  static final ArchRule unicodeTablesOnlyForPeople =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + ".idn", ROOT + ".text", ROOT + ".owner")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.ibm.icu..", ROOT + ".idn")
          .because(
              "its tables change with Unicode, and replicas must agree for ever: check what people"
                  + " type in text, before anything is signed");

  @ArchTest
  static final ArchRule onlyIdnSeesTheLibrary =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".idn")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.ibm.icu..")
          .because(
              "it must be loaded by the first label beyond ASCII only: ask InternationalLabel");
}
