package org.pando.resolver.control;

import com.google.gson.annotations.SerializedName;
import java.time.Duration;
import java.util.List;

/**
 * A snapshot of a node.
 *
 * @param program the program's version
 * @param pid the process id
 * @param dataDirectory where keys and store lie
 */
public record StatusReport(
    String program,
    long pid,
    @SerializedName("uptimeMillis") Duration uptime,
    String dataDirectory,
    List<Listener> listeners,
    List<JoinedNetwork> networks,
    List<UpstreamState> upstreams,
    CacheState cache) {
  /**
   * A socket that answers DNS.
   *
   * @param address such as {@code 127.0.0.1:53} or {@code [::1]:53}
   * @param transports such as {@code udp}, {@code tcp}
   */
  public record Listener(String address, List<String> transports) {}

  /**
   * A network the node is a member of.
   *
   * @param suffix without the final dot
   * @param id 64 hexadecimal digits
   * @param witnesses how many witnesses it has
   * @param names how many names it holds, as far as they are loaded
   * @param loading whether names are still being loaded from the store; they are answered already
   * @param damaged how many of them are not served because their entry in the store is damaged
   * @param damagedNames the first of these, at most ten
   */
  public record JoinedNetwork(
      String suffix,
      String id,
      int witnesses,
      long names,
      boolean loading,
      int damaged,
      List<String> damagedNames) {}

  /**
   * One address of an upstream.
   *
   * @param operator its failure domain
   * @param address with port
   * @param transport such as {@code udp}
   * @param state one word such as {@code up}, {@code down}, {@code untried}
   */
  public record UpstreamState(String operator, String address, String transport, String state) {}

  /**
   * The answer cache.
   *
   * @param bytes its estimated size
   */
  public record CacheState(long entries, long bytes) {}
}
