package org.pando.resolver.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.stream.Stream;
import org.pando.resolver.upstream.KnownTime;

/** The program's version, from the build, and what follows from it for the time of day. */
final class Version {
  /** That of the build in the parent pom. */
  static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");

  private Version() {}

  /** Such as {@code 0.1.0}; {@code development} when it does not run from its jar. */
  static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /**
   * The time of day with the last moment that has been for certain: when a node last wrote into its
   * data directory, or when this program was built.
   */
  static KnownTime knownTime(InstantSource wall, Path dataDirectory) {
    Instant written = lastWritten(dataDirectory);
    return written.isAfter(BUILT)
        ? new KnownTime(wall, written, "this node last ran")
        : new KnownTime(wall, BUILT, "this program was built");
  }

  private static Instant lastWritten(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(Version::lastModified).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }

  private static Instant lastModified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      return FileTime.fromMillis(0).toInstant();
    }
  }
}
