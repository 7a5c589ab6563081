package org.pando.resolver.answer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

class CacheFileTest {
  private static final Duration MAX_AGE = Duration.ofDays(3);
  private static final Name NAME = Name.fromConstantString("www.example.com.");
  private static final Query QUERY = query(NAME);

  /** Says why a file is not read; held, since loggers are forgotten. */
  private static final Logger SAYS = Logger.getLogger(CacheFile.class.getName());

  @TempDir private Path folder;

  /** Each run of the node has a clock of its own, which begins anywhere. */
  private long seconds = 5_000;

  private Instant wall = Instant.parse("2026-01-01T00:00:00Z");
  private AnswerCache cache = cache(1 << 20, name -> false);

  @BeforeAll
  static void quiet() {
    SAYS.setLevel(Level.OFF);
  }

  @AfterAll
  static void loud() {
    SAYS.setLevel(null);
  }

  private static Query query(Name name) {
    return new Query(name, Type.A, false, Trace.NONE);
  }

  private AnswerCache cache(int room, Predicate<Name> never) {
    return new AnswerCache(
        new AnswerCache.Limits(room, Duration.ZERO, Duration.ofDays(1), Duration.ofHours(1)),
        new Staleness(MAX_AGE, never),
        Runnable::run,
        () -> seconds);
  }

  private Path path() {
    return folder.resolve("answers");
  }

  private CacheFile file() {
    return new CacheFile(path(), cache, () -> wall);
  }

  private void pass(Duration time) {
    seconds += time.toSeconds();
    wall = wall.plus(time);
  }

  /** Saves, and loads into an empty cache a while later. */
  private void restart(Duration later) {
    file().save();
    startAgain(later);
  }

  private void startAgain(Duration later) {
    seconds = 17;
    wall = wall.plus(later);
    cache = cache(1 << 20, name -> false);
    assertTrue(file().load());
  }

  private static Answer answer(int rcode, List<Record> answers, List<Record> authority) {
    return new Answer(rcode, answers, authority, Answer.Validation.NOT_VALIDATED);
  }

  private static ARecord address(Name name, int last, long ttl) {
    return new ARecord(name, DClass.IN, ttl, InetAddress.ofLiteral("192.0.2." + last));
  }

  private static Answer positive(long ttl) {
    return answer(Rcode.NOERROR, List.of(address(NAME, 1, ttl)), List.of());
  }

  private static Answer negative(long ttl) {
    Record soa = new SOARecord(NAME, DClass.IN, ttl, NAME, NAME, 1, 2, 3, 4, ttl);
    return answer(Rcode.NXDOMAIN, List.of(), List.of(soa));
  }

  private List<String> fresh(Query query) {
    Answer answer = cache.freshAnswer(query);
    return answer == null
        ? List.of()
        : answer.answers().stream().map(r -> r.getTTL() + " " + r.rdataToString()).toList();
  }

  private int staleRcode() {
    StaleAnswer stale = cache.stale(QUERY);
    return stale == null ? -1 : stale.because("of a test").rcode();
  }

  @Test
  void anAnswerOutlivesARestartAndItsTtlTicksOn() throws Exception {
    cache.put(QUERY, positive(300));
    pass(Duration.ofSeconds(100));
    restart(Duration.ofSeconds(60));
    assertEquals(List.of("140 192.0.2.1"), fresh(QUERY));
    seconds += 139;
    assertEquals(List.of("1 192.0.2.1"), fresh(QUERY));
    seconds += 1;
    assertEquals(List.of(), fresh(QUERY));
    assertEquals(Rcode.NOERROR, staleRcode());
  }

  @Test
  void overAndOver() throws Exception {
    cache.put(QUERY, positive(300));
    for (int i = 1; i <= 5; i++) {
      restart(Duration.ofSeconds(20));
      assertEquals(List.of(300 - i * 20 + " 192.0.2.1"), fresh(QUERY));
      cache.put(query(new Name(i + ".example.")), positive(60));
    }
  }

  @Test
  void allThatAnAnswerHasIsKept() throws Exception {
    Name target = new Name("Target.Example.net.");
    Record alias = new CNAMERecord(NAME, DClass.IN, 60, target);
    Record signature =
        new RRSIGRecord(
            target,
            DClass.IN,
            90,
            Type.A,
            13,
            90,
            Instant.EPOCH,
            Instant.EPOCH,
            1,
            target,
            new byte[64]);
    Answer whole =
        answer(Rcode.NOERROR, List.of(alias, address(target, 2, 90), signature), List.of());
    Query checking = new Query(NAME, Type.A, true, Trace.NONE);
    cache.put(checking, whole);
    restart(Duration.ZERO);
    assertEquals(whole, cache.freshAnswer(checking));
    assertNull(cache.fresh(QUERY.key()), "CD is not kept");
  }

  @Test
  void negativeAnswersAreKeptAndThePositiveOneBehindIt() throws Exception {
    cache.put(QUERY, positive(60));
    pass(Duration.ofSeconds(60));
    cache.put(QUERY, negative(60));
    restart(Duration.ofSeconds(10));
    assertEquals(Rcode.NXDOMAIN, Objects.requireNonNull(cache.fresh(QUERY.key())).rcode());
    seconds += 50;
    assertEquals(Rcode.NOERROR, staleRcode());
    seconds += MAX_AGE.toSeconds() - 60;
    assertEquals(Rcode.NXDOMAIN, staleRcode(), "the positive one lives on");
  }

  @Test
  void whatWasStaleIsStaleAndNoYounger() throws Exception {
    cache.put(QUERY, positive(60));
    pass(Duration.ofDays(1));
    restart(Duration.ofDays(1));
    assertNull(cache.fresh(QUERY.key()));
    assertEquals(Rcode.NOERROR, staleRcode());
    seconds += Duration.ofDays(1).toSeconds() + 59;
    assertEquals(Rcode.NOERROR, staleRcode());
    seconds += 1;
    assertEquals(-1, staleRcode(), "a restart makes it younger");
  }

  @Test
  void whatIsTooOldIsNotLoaded() throws Exception {
    cache.put(QUERY, positive(60));
    restart(MAX_AGE.plusSeconds(60));
    assertEquals(0, cache.weight());
  }

  /** Nobody knows how long it was: it is over, so that it is not given for longer than it may. */
  @Test
  void whenTheClockWentBackwardsEverythingIsOver() throws Exception {
    cache.put(QUERY, positive(300));
    restart(Duration.ofSeconds(-1));
    assertNull(cache.fresh(QUERY.key()));
    assertEquals(Rcode.NOERROR, staleRcode());
  }

  @Test
  void whatMayNotBeStaleIsLoadedWhileItIsFreshOnly() throws Exception {
    Name other = new Name("other.example.");
    cache.put(QUERY, positive(60));
    cache.put(query(other), answer(Rcode.NOERROR, List.of(address(other, 3, 300)), List.of()));
    file().save();
    seconds = 0;
    wall = wall.plusSeconds(60);
    cache = cache(1 << 20, name -> true);
    file().load();
    assertEquals(1, cache.size());
    assertEquals(List.of("240 192.0.2.3"), fresh(query(other)));
  }

  @Test
  void whatWasLearntSinceTheStartStays() throws Exception {
    cache.put(QUERY, positive(86_400));
    file().save();
    seconds = 0;
    cache = cache(1 << 20, name -> false);
    cache.put(QUERY, negative(60));
    file().load();
    assertEquals(Rcode.NXDOMAIN, Objects.requireNonNull(cache.fresh(QUERY.key())).rcode());
  }

  @Test
  void aFailureSinceTheStartHidesNothing() throws Exception {
    cache.put(QUERY, positive(60));
    file().save();
    seconds = 0;
    wall = wall.plusSeconds(60);
    cache = cache(1 << 20, name -> false);
    cache.putFailure(QUERY, new ResolutionException(Failure.SERVER_FAILURE, "nobody knows"));
    assertNotNull(cache.failed(QUERY.key()));
    file().load();
    assertNull(cache.failed(QUERY.key()));
    assertNotNull(cache.stale(QUERY));
  }

  @Test
  void lowerLimitsHoldForWhatIsLoadedToo() throws Exception {
    cache.put(QUERY, positive(86_400));
    file().save();
    seconds = 0;
    wall = wall.plusSeconds(50);
    cache =
        new AnswerCache(
            new AnswerCache.Limits(1 << 20, Duration.ZERO, Duration.ofSeconds(60), Duration.ZERO),
            Staleness.OFF,
            Runnable::run,
            () -> seconds);
    file().load();
    assertEquals(List.of("10 192.0.2.1"), fresh(QUERY));
    seconds += 10;
    assertEquals(List.of(), fresh(QUERY));
  }

  @Test
  void whatWasStaleWhereItCameFromIsNotSaved() throws Exception {
    cache.put(
        QUERY,
        new Answer(
            Rcode.NOERROR,
            positive(60).answers(),
            List.of(),
            Answer.Validation.NOT_VALIDATED,
            new ExtendedError(ExtendedError.Code.STALE_ANSWER, "theirs")));
    restart(Duration.ZERO);
    assertEquals(0, cache.size());
  }

  @Test
  void aSmallerCacheTakesWhatFits() throws Exception {
    for (int i = 0; i < 1000; i++) {
      Name name = new Name("n" + i + ".example.");
      cache.put(query(name), answer(Rcode.NOERROR, List.of(address(name, 1, 300)), List.of()));
    }
    file().save();
    cache = cache(100_000, name -> false);
    file().load();
    assertTrue(cache.weight() <= 100_000, "more memory than it may have");
    assertTrue(cache.size() > 50, "nothing was loaded");
  }

  @Test
  void itIsPrivateAndReplacesWhatACrashLeft() throws Exception {
    Files.writeString(folder.resolve("answers.new"), "half of it");
    cache.put(QUERY, positive(300));
    file().save();
    assertEquals(
        PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(path()));
    assertFalse(Files.exists(folder.resolve("answers.new")));
    startAgain(Duration.ZERO);
    assertEquals(List.of("300 192.0.2.1"), fresh(QUERY));
  }

  @Test
  void nothingNewIsNotWritten() throws Exception {
    CacheFile file = file();
    file.save();
    assertFalse(Files.exists(path()), "an empty cache is written");
    cache.put(QUERY, positive(300));
    file.save();
    Files.delete(path());
    file.save();
    assertFalse(Files.exists(path()), "it is written though nothing is new");
    cache.put(QUERY, positive(200));
    file.save();
    assertTrue(Files.exists(path()));
  }

  @Test
  void whatCannotBeWrittenLeavesTheOldFileAndIsTriedAgain() throws Exception {
    CacheFile file = file();
    cache.put(QUERY, positive(300));
    file.save();
    byte[] old = Files.readAllBytes(path());
    cache.put(QUERY, positive(200));
    Path obstacle = folder.resolve("answers.new");
    Files.createDirectories(obstacle.resolve("full"));
    file.save();
    assertArrayEquals(old, Files.readAllBytes(path()));
    Files.delete(obstacle.resolve("full"));
    file.save();
    startAgain(Duration.ZERO);
    assertEquals(List.of("200 192.0.2.1"), fresh(QUERY));
  }

  @Test
  void aDamagedFileIsNotRead() throws Exception {
    cache.put(QUERY, positive(300));
    file().save();
    byte[] whole = Files.readAllBytes(path());
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 1;
      assertNotRead(damaged, "octet " + i);
      byte[] cut = ByteBuffer.allocate(i).put(whole, 0, i).array();
      assertNotRead(cut, "cut after " + i);
    }
    Files.write(path(), whole);
    startAgain(Duration.ZERO);
    assertEquals(1, cache.size());
  }

  private void assertNotRead(byte[] content, String why) throws Exception {
    Files.write(path(), content);
    startAgain(Duration.ZERO);
    assertEquals(0, cache.size(), why);
  }

  @Test
  void aNewerFileIsNotReadAndReplaced() throws Exception {
    cache.put(QUERY, positive(300));
    file().save();
    ByteBuffer newer = ByteBuffer.wrap(Files.readAllBytes(path()));
    newer.putShort(8, (short) 2);
    int end = newer.capacity() - 4;
    CRC32C checksum = new CRC32C();
    checksum.update(newer.array(), 0, end);
    newer.putInt(end, (int) checksum.getValue());
    assertNotRead(newer.array(), "version 2");
    cache.put(QUERY, positive(300));
    restart(Duration.ZERO);
    assertEquals(1, cache.size());
  }

  @Test
  void whereThereIsNoneTheCacheIsEmpty() {
    startAgain(Duration.ZERO);
    assertEquals(0, cache.size());
  }

  @Test
  void aNodeThatStopsMeanwhileHasNotLoadedIt() throws Exception {
    cache.put(QUERY, positive(300));
    file().save();
    Thread.currentThread().interrupt();
    assertFalse(file().load());
    assertTrue(Thread.interrupted());
  }
}
