package org.pando.resolver.control;

import com.google.gson.annotations.SerializedName;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A DNS answer and where it came from.
 *
 * @param name the full name that was asked for, with the final dot
 * @param type such as {@code A}
 * @param rcode such as {@code NOERROR}
 * @param flags such as {@code qr}, {@code ra}, {@code aa}, {@code ad}
 * @param answer the answer section, zone-file lines with class
 * @param answeredBy the step of the ladder that answered
 * @param extendedError RFC 8914; null for none
 * @param steps the ladder as climbed; empty unless asked for
 */
public record LookupReport(
    String name,
    String type,
    String rcode,
    List<String> flags,
    List<String> answer,
    String answeredBy,
    @Nullable ExtendedError extendedError,
    @SerializedName("elapsedMillis") Duration elapsed,
    List<Step> steps) {
  /**
   * An extended DNS error.
   *
   * @param code its INFO-CODE
   * @param text its EXTRA-TEXT, may be empty
   */
  public record ExtendedError(int code, String text) {}

  /**
   * One step of the ladder.
   *
   * @param name such as {@code registry}
   * @param detail what it found or why it did not answer
   */
  public record Step(
      String name, String detail, @SerializedName("elapsedMillis") Duration elapsed) {}
}
