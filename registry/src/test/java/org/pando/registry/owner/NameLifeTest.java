package org.pando.registry.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.pando.registry.NameState;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.owner.Registrar.Recipient;
import org.pando.registry.owner.Registrar.Recovery;

/** What becomes of a name in the hands of its owners, and of thieves. */
class NameLifeTest {
  @TempDir private Path directory;
  private TestNode node;

  @BeforeEach
  void start() throws Exception {
    node = new TestNode(new FailingDisk(), directory);
    Progress _ =
        node.registrar().register(node.home(), "blog", TestNode.zone(1), Optional.empty(), false);
  }

  @AfterEach
  void stop() throws Exception {
    node.close();
  }

  private static RegistryException refusal(Kind kind, Executable attempt) {
    RegistryException e = assertThrows(RegistryException.class, attempt);
    assertEquals(kind, e.kind(), e.getMessage());
    return e;
  }

  private Ownership blog() throws RegistryException {
    return node.registrar().show(node.home(), "blog");
  }

  private String owner() throws RegistryException {
    PublicKey owner = Objects.requireNonNull(blog().owner());
    return node.keys().labelOf(owner).orElseThrow();
  }

  private void offer(String to) throws RegistryException {
    Registrar.OfferMade _ =
        node.registrar()
            .offer(
                node.home(), "blog", new Recipient(to, Optional.empty()), Optional.empty(), false);
  }

  private void accept() throws RegistryException {
    Progress _ =
        node.registrar()
            .accept(
                node.home(), "blog", Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  private void revoke() throws RegistryException {
    Registrar.Outcome _ = node.registrar().revoke(node.home(), "blog", Optional.empty(), false);
  }

  private void release() throws RegistryException {
    Progress _ = node.registrar().release(node.home(), "blog", Optional.empty(), false);
  }

  private void renew() throws RegistryException {
    Progress _ = node.registrar().renew(node.home(), "blog", false);
  }

  private void recover(String key) throws RegistryException {
    Progress _ =
        node.registrar()
            .recover(
                node.home(),
                "blog",
                new Recovery(Optional.of(key), Optional.empty()),
                Optional.empty(),
                false);
  }

  private void register(String key) throws RegistryException {
    Progress _ =
        node.registrar().register(node.home(), "blog", TestNode.zone(7), Optional.of(key), false);
  }

  private void update(int lastOctet) throws RegistryException {
    Registrar.Outcome _ =
        node.registrar()
            .update(
                node.home(), "blog", present -> TestNode.zone(lastOctet), Optional.empty(), false);
  }

  private void forgetKey(String label) throws Exception {
    Files.delete(directory.resolve("keys").resolve(label + ".key"));
  }

  @Test
  void aTransferGivesTheNewOwnerTheRecordsAndTheOldOneNothing() throws Exception {
    offer("alice");
    assertEquals(1, node.registrar().openOffers().size());
    accept();
    assertEquals("alice", owner());
    assertEquals(TestNode.zone(1), blog().records());
    assertEquals(1, blog().tenure());
    assertEquals(List.of(), node.registrar().openOffers());
    forgetKey("alice");
    refusal(Kind.NO_KEY, () -> update(2));
  }

  @Test
  @Tag("case-44")
  void underLockTheOwnerKeyAloneGivesNothingAway() throws Exception {
    forgetKey("default.recovery");
    refusal(Kind.NO_KEY, () -> offer("alice"));
    refusal(Kind.NO_KEY, this::release);
    node.pass(Duration.ofDays(100));
    renew();
    assertTrue(Objects.requireNonNull(blog().holder()).locked());
    refusal(Kind.NO_KEY, this::release);
  }

  @Test
  @Tag("case-44")
  void whoLostTheOwnerKeyTakesTheNameBackWithTheOther() throws Exception {
    forgetKey("default");
    refusal(Kind.NO_KEY, () -> update(2));
    recover("alice");
    assertEquals("alice", owner());
    update(2);
    assertEquals(TestNode.zone(2), blog().records());
  }

  @Test
  @Tag("case-19")
  void aRevokedNameComesBackByItsRecoveryKeyOnly() throws Exception {
    revoke();
    assertEquals(NameState.FROZEN, blog().state());
    refusal(Kind.REFUSED, () -> update(2));
    node.pass(Duration.ofDays(100));
    refusal(Kind.REFUSED, this::renew);
    refusal(Kind.REFUSED, this::release);
    recover("alice");
    assertEquals(NameState.ACTIVE, blog().state());
    assertEquals("alice", owner());
  }

  @Test
  @Tag("case-20")
  void withoutRecoveryKeyThereIsNoWayBack() throws Exception {
    forgetKey("default.recovery");
    revoke();
    refusal(Kind.NO_KEY, () -> recover("alice"));
    assertEquals(NameState.FROZEN, blog().state());
  }

  @Test
  @Tag("case-19")
  void theRevocationSignedInAdvanceNeedsNoKey() throws Exception {
    forgetKey("default");
    forgetKey("default.recovery");
    revoke();
    assertEquals(NameState.FROZEN, blog().state());
  }

  @Test
  @Tag("case-18")
  void theRevocationOfAnEarlierTenureIsWorthless() throws Exception {
    Path file = directory.resolve("revocations/blog.home.alt.revocation");
    String old = Files.readString(file);
    offer("alice");
    accept();
    assertFalse(old.equals(Files.readString(file)));
    RegistryException e =
        assertThrows(
            RegistryException.class,
            () ->
                node.registrar()
                    .revoke(
                        node.home(),
                        "blog",
                        new Registrar.GivenFile("old", old),
                        Optional.empty(),
                        false));
    assertTrue(String.valueOf(e.getMessage()).contains("blog.home.alt"), e.getMessage());
    assertEquals(NameState.ACTIVE, blog().state());
  }

  @Test
  @Tag("case-43")
  void aReleasedNameIsFreeAtOnceAndItsPastStaysPast() throws Exception {
    release();
    assertEquals(NameState.VACANT, node.held("blog").orElseThrow().state());
    refusal(Kind.NOT_FOUND, () -> update(2));
    refusal(Kind.NOT_FOUND, () -> recover("default"));
    register("alice");
    assertEquals("alice", owner());
    assertEquals(2, blog().g());
    assertEquals(TestNode.zone(7), blog().records());
  }

  @Test
  @Tag("case-13")
  void aRenewalComesTooLateForANameThatWasClaimedAfterItsGrace() throws Exception {
    node.pass(Duration.ofDays(400 + 90));
    refusal(Kind.TAKEN, () -> register("alice"));
    node.pass(Duration.ofSeconds(1));
    register("alice");
    assertEquals("alice", owner());
    assertEquals(1, blog().tenure());
    refusal(Kind.REFUSED, this::renew);
  }

  @Test
  @Tag("case-13")
  void aLapsedNameIsRenewedWhileNobodyClaimedIt() throws Exception {
    node.pass(Duration.ofDays(1000));
    assertEquals(NameState.ACTIVE, blog().state());
    renew();
    assertEquals(node.seconds() + Duration.ofDays(400).toSeconds(), blog().leaseUntil());
    refusal(Kind.TAKEN, () -> register("alice"));
  }

  @Test
  @Tag("case-51")
  void anOfferLastsSevenDaysAndIsVoidOnceTheNameMovesOn() throws Exception {
    node.pass(Duration.ofDays(100));
    offer("alice");
    renew();
    refusal(Kind.NOT_FOUND, this::accept);
    offer("alice");
    node.pass(Duration.ofDays(7).plusSeconds(1));
    assertThrows(RegistryException.class, this::accept);
    assertEquals("default", owner());
  }

  @Test
  @Tag("case-51")
  void nothingIsRenewedByItselfWhileAnOfferIsOpen() throws Exception {
    node.pass(Duration.ofDays(350));
    offer("alice");
    assertEquals(List.of(), upkeep());
    accept();
    assertEquals("alice", owner());
  }

  /** The names that a round of upkeep renewed. */
  private List<String> upkeep() throws RegistryException {
    List<String> renewed = new ArrayList<>();
    Upkeep.@Nullable Place at = Upkeep.Place.BEGIN;
    while (at != null) {
      Upkeep.Step step = node.registrar().upkeep(at);
      renewed.addAll(step.renewed());
      at = step.next();
    }
    return renewed;
  }

  @Test
  void namesAreRenewedByThemselvesForYears() throws Exception {
    int renewals = 0;
    for (int day = 0; day < 3650; day += 5) {
      renewals += upkeep().size();
      assertTrue(blog().leaseUntil() > node.seconds(), "lapsed on day " + day);
      node.pass(Duration.ofDays(5));
    }
    assertTrue(renewals >= 9 && renewals <= 13, renewals + " renewals in ten years");
    assertEquals(renewals, blog().g());
    assertTrue(node.held("blog").orElseThrow().encode().length() < 1200);
  }

  @Test
  void whatCannotBeRenewedIsSaidInTime() throws Exception {
    forgetKey("default");
    forgetKey("default.recovery");
    assertEquals(List.of(), node.registrar().upkeep(Upkeep.Place.BEGIN).unrenewed());
    node.pass(Duration.ofDays(310));
    List<Upkeep.Unrenewed> unrenewed = node.registrar().upkeep(Upkeep.Place.BEGIN).unrenewed();
    assertEquals(1, unrenewed.size());
    assertEquals("blog.home.alt", unrenewed.getFirst().name());
    assertEquals(blog().leaseUntil(), unrenewed.getFirst().leaseUntil());
    assertTrue(unrenewed.getFirst().reason().contains("pando key import"));
  }

  @Test
  @Tag("case-16")
  void aTransferToOneselfStartsTheSequenceAgain() throws Exception {
    update(2);
    assertEquals(2, blog().seq());
    recover("default");
    assertEquals(1, blog().seq());
    assertEquals("default", owner());
  }
}
