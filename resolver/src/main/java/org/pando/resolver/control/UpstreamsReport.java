package org.pando.resolver.control;

import com.google.gson.annotations.SerializedName;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every upstream and what is known of it. */
public record UpstreamsReport(List<Upstream> upstreams) {
  /**
   * One address of an upstream.
   *
   * @param domain the only names that it is asked for are those below this one; null for all names
   * @param operator who runs it: one operator is one failure domain
   * @param transport such as {@code udp}
   * @param address with port
   * @param state one word such as {@code well}, {@code suspect}, {@code down}
   * @param why what is wrong with it; empty when nothing is
   * @param since how long its state has lasted
   * @param roundTrip the smoothed time to a reply; null before the first
   * @param loss the share of questions that had to be sent again, 0 to 1
   * @param asked clients' questions that it was asked
   * @param answered those of them that it answered
   */
  public record Upstream(
      @Nullable String domain,
      String operator,
      String transport,
      String address,
      String state,
      String why,
      @SerializedName("sinceMillis") Duration since,
      @SerializedName("roundTripMillis") @Nullable Duration roundTrip,
      double loss,
      long asked,
      long answered) {}
}
