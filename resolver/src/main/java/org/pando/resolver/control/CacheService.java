package org.pando.resolver.control;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the node remembers of names that are not its own. Called on threads that may block. */
public interface CacheService {
  /** What is known of a type. */
  enum Kind {
    ANSWER,
    NO_RECORDS,
    NO_NAME,
    FAILURE
  }

  /**
   * What is remembered of one type of a name.
   *
   * @param type such as {@code A}
   * @param checkingDisabled whether it is kept for clients that validate by themselves
   * @param records zone-file lines, their TTLs as they are sent now
   * @param secondsLeft how long it is answered so; negative since when it is over
   * @param staleUntil until when it may be given for want of something better; null for never
   * @param reason why the look-up failed, or what the server said of its answer; else null
   */
  record Held(
      String type,
      boolean checkingDisabled,
      Kind kind,
      List<String> records,
      long secondsLeft,
      @Nullable Instant staleUntil,
      @Nullable String reason) {}

  /**
   * What is remembered of a name.
   *
   * @param name fully qualified
   */
  record CacheReport(String name, List<Held> held) {}

  /**
   * What is to be forgotten.
   *
   * @param name null for everything
   * @param below whether the names below it are meant too
   * @param dryRun whether it is only counted
   */
  record Flush(@Nullable String name, boolean below, boolean dryRun) {}

  /**
   * What was forgotten.
   *
   * @param answers of how many questions
   */
  record Flushed(long answers, boolean dryRun) {}

  /**
   * @param name as typed
   * @throws ControlException INVALID for something that is no name
   */
  CacheReport held(String name) throws ControlException;

  /**
   * @throws ControlException INVALID for something that is no name
   */
  Flushed flush(Flush what) throws ControlException;
}
