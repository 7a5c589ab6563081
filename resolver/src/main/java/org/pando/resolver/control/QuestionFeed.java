package org.pando.resolver.control;

import com.google.gson.annotations.SerializedName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Clients' questions as they come. */
public interface QuestionFeed {
  /**
   * The questions after a place in the feed; waits a while for one. Called on a thread that may
   * block.
   *
   * @param from where to go on, as the last page says; null to begin with what comes from now on
   * @return without a question when none came, and at once for null
   */
  Page questions(@Nullable Long from);

  /**
   * Some questions in their order.
   *
   * @param lost how many came before them that could not be kept
   * @param next where to go on
   */
  record Page(List<Question> questions, long lost, long next) {}

  /**
   * A question and what became of it.
   *
   * @param time when the answer went out
   * @param name with the final dot, in the case it was asked in
   * @param type such as {@code A}
   * @param client its address
   * @param protocol such as {@code udp}
   * @param answeredBy the step of the ladder that answered
   * @param rcode such as {@code NOERROR}
   * @param elapsed from its arrival to the answer
   */
  record Question(
      Instant time,
      String name,
      String type,
      String client,
      String protocol,
      String answeredBy,
      String rcode,
      @SerializedName("elapsedMillis") Duration elapsed) {}
}
