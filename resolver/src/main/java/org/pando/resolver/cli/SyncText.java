package org.pando.resolver.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.control.NetworkService.PeerSync;
import org.pando.resolver.control.StatusReport.CopyProgress;
import org.pando.resolver.control.StatusReport.SyncState;

/** How it is written for people whether registries are in sync. */
final class SyncText {
  private SyncText() {}

  /** Such as {@code in sync with 3 members, compared 40 s ago}. */
  static String of(SyncState sync) {
    CopyProgress progress = sync.progress();
    if (progress != null) {
      return "first sync: "
          + progress.received()
          + " of "
          + Text.count(progress.of(), "name")
          + " from "
          + progress.from();
    }
    if (sync.members() == 0) {
      return "alone: no member is connected"
          + (sync.heard() == null
              ? ""
              : "; last heard from " + sync.heardFrom() + ago(sync.heard(), sync.at()));
    }
    String members = Text.count(sync.members(), "member");
    String compared = sync.compared() == null ? "" : ", compared" + ago(sync.compared(), sync.at());
    if (sync.inSync()) {
      return "in sync with " + members + compared;
    }
    Long behind = sync.behind();
    return (behind == null || behind == 0 ? "comparing" : Text.count(behind, "name") + " behind")
        + ", in sync with "
        + sync.agreeing()
        + " of "
        + members
        + compared;
  }

  private static String ago(Instant time, Instant now) {
    return " " + Text.age(Duration.between(time, now)) + " ago";
  }

  /** Such as {@code home.alt in sync, heard 10:00:01.000Z, compared 10:00:00.000Z}. */
  static String of(PeerSync sync) {
    List<String> words = new ArrayList<>();
    words.add(sync.network() + (sync.inSync() ? " in sync" : " not in sync"));
    addTime(words, "heard", sync.heard());
    addTime(words, "compared", sync.compared());
    return String.join(", ", words) + (sync.problem().isEmpty() ? "" : ": " + sync.problem());
  }

  private static void addTime(List<String> words, String what, @Nullable Instant time) {
    words.add(time == null ? "not " + what + " yet" : what + " " + Text.timeOfDay(time));
  }
}
