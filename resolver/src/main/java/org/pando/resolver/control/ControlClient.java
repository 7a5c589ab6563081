package org.pando.resolver.control;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.control.ControlException.Kind;

/**
 * Asks a running node; blocks. Immutable. Every method throws {@link ControlException}: UNREACHABLE
 * when no socket answers, TIMEOUT when the node does not reply in time, else what the node says.
 */
public final class ControlClient {
  private final List<Path> sockets;
  private final ShortPaths shortPaths;
  private final Timeouts timeouts;
  private final LongSupplier nanoTime;
  private final Passphrases passphrases;

  /** How long to wait for a connection, and for a reply. */
  public record Timeouts(Duration connect, Duration request) {}

  /**
   * @param sockets where a node may listen; the first that answers is asked
   * @param nanoTime as of {@link System#nanoTime}
   */
  public ControlClient(
      List<Path> sockets, ShortPaths shortPaths, Timeouts timeouts, LongSupplier nanoTime) {
    this(sockets, shortPaths, timeouts, nanoTime, Passphrases.NONE);
  }

  private ControlClient(
      List<Path> sockets,
      ShortPaths shortPaths,
      Timeouts timeouts,
      LongSupplier nanoTime,
      Passphrases passphrases) {
    this.sockets = List.copyOf(sockets);
    this.shortPaths = shortPaths;
    this.timeouts = timeouts;
    this.nanoTime = nanoTime;
    this.passphrases = passphrases;
  }

  /** A client whose requests carry passphrases; they stay the caller's to close. */
  public ControlClient with(Passphrases others) {
    return new ControlClient(sockets, shortPaths, timeouts, nanoTime, others);
  }

  public Reply<StatusReport> status() throws ControlException {
    return call("GET", "/v1/status", null, StatusReport.class);
  }

  public Reply<UpstreamsReport> upstreams() throws ControlException {
    return call("GET", "/v1/upstreams", null, UpstreamsReport.class);
  }

  public Reply<DrillService.Rehearsal> drill(DrillService.Outage outage) throws ControlException {
    return call("POST", "/v1/drill", outage, DrillService.Rehearsal.class);
  }

  /** As {@link QuestionFeed#questions}. */
  public Reply<QuestionFeed.Page> questions(@Nullable Long from) throws ControlException {
    String query = from == null ? "" : "?from=" + from;
    return call("GET", "/v1/questions" + query, null, QuestionFeed.Page.class);
  }

  public Reply<LookupReport> resolve(String name, String type, boolean trace)
      throws ControlException {
    String query = "?name=" + encode(name) + "&type=" + encode(type) + "&trace=" + trace;
    return call("GET", "/v1/resolve" + query, null, LookupReport.class);
  }

  public Reply<CacheService.CacheReport> cached(String name) throws ControlException {
    return call("GET", "/v1/cache/" + encode(name), null, CacheService.CacheReport.class);
  }

  public Reply<CacheService.Flushed> flush(CacheService.Flush what) throws ControlException {
    return call("POST", "/v1/cache/flush", what, CacheService.Flushed.class);
  }

  public Reply<NameChange> register(RegisterRequest request) throws ControlException {
    return call("POST", "/v1/names", request, NameChange.class);
  }

  public Reply<NameChange> registerKeyName(KeyNameRequest request) throws ControlException {
    return call("POST", "/v1/key-names", request, NameChange.class);
  }

  public Reply<NameChange> update(String name, ZoneChange change) throws ControlException {
    return call("PATCH", "/v1/names/" + encode(name), change, NameChange.class);
  }

  public Reply<NameProof> prove(String name) throws ControlException {
    return call("GET", "/v1/names/" + encode(name) + "/proof", null, NameProof.class);
  }

  public Reply<NameChange> renew(String name, NameLife.Renewal how) throws ControlException {
    return operation(name, "renew", how, NameChange.class);
  }

  public Reply<NameChange> release(String name, NameLife.Release how) throws ControlException {
    return operation(name, "release", how, NameChange.class);
  }

  public Reply<NameChange> revoke(String name, NameLife.Revocation how) throws ControlException {
    return operation(name, "revoke", how, NameChange.class);
  }

  public Reply<NameChange> recover(String name, NameLife.Recovery how) throws ControlException {
    return operation(name, "recover", how, NameChange.class);
  }

  public Reply<NameLife.OfferMade> offer(String name, NameLife.NewOffer how)
      throws ControlException {
    return operation(name, "offer", how, NameLife.OfferMade.class);
  }

  public Reply<NameChange> accept(String name, NameLife.Acceptance how) throws ControlException {
    return operation(name, "accept", how, NameChange.class);
  }

  private <T> Reply<T> operation(String name, String word, Record how, Class<T> reply)
      throws ControlException {
    return call("POST", "/v1/names/" + encode(name) + "/" + word, how, reply);
  }

  public Reply<WitnessService.Resumed> resumeWitness(WitnessService.Resumption how)
      throws ControlException {
    return call("POST", "/v1/witness/resume", how, WitnessService.Resumed.class);
  }

  public Reply<NetworkService.NetworkList> networks() throws ControlException {
    return call("GET", "/v1/networks", null, NetworkService.NetworkList.class);
  }

  public Reply<NetworkService.NetworkInfo> network(String suffix) throws ControlException {
    return call("GET", "/v1/networks/" + encode(suffix), null, NetworkService.NetworkInfo.class);
  }

  public Reply<NetworkService.NetworkInfo> found(NetworkService.Foundation how)
      throws ControlException {
    return call("POST", "/v1/networks", how, NetworkService.NetworkInfo.class);
  }

  public Reply<NetworkService.InviteMade> invite(NetworkService.Invitation how)
      throws ControlException {
    return call("POST", "/v1/networks/invite", how, NetworkService.InviteMade.class);
  }

  public Reply<NetworkService.Joined> join(NetworkService.Joining how) throws ControlException {
    return call("POST", "/v1/networks/join", how, NetworkService.Joined.class);
  }

  public Reply<NetworkService.Left> leave(NetworkService.Leaving how) throws ControlException {
    return call("POST", "/v1/networks/leave", how, NetworkService.Left.class);
  }

  public Reply<NetworkService.PeerList> peers() throws ControlException {
    return call("GET", "/v1/peers", null, NetworkService.PeerList.class);
  }

  public Reply<NameDetails> show(String name) throws ControlException {
    return call("GET", "/v1/names/" + encode(name), null, NameDetails.class);
  }

  /**
   * A page of the names.
   *
   * @param after as the page before says; null for the first one
   */
  public Reply<NameService.NameList> list(boolean mine, @Nullable String after)
      throws ControlException {
    String from = after == null ? "" : "&after=" + encode(after);
    return call("GET", "/v1/names?mine=" + mine + from, null, NameService.NameList.class);
  }

  public Reply<KeyInfo> newKey(@Nullable String label) throws ControlException {
    return call("POST", "/v1/keys", new ControlRoutes.KeyRequest(label), KeyInfo.class);
  }

  public Reply<KeyService.KeyList> keys() throws ControlException {
    return call("GET", "/v1/keys", null, KeyService.KeyList.class);
  }

  public Reply<KeyInfo> importKey(KeyImport secret) throws ControlException {
    return switch (secret) {
      case KeyImport.File file -> call("POST", "/v1/keys/file", file, KeyInfo.class);
      case KeyImport.Words words -> call("POST", "/v1/keys/words", words, KeyInfo.class);
    };
  }

  public Reply<KeySecret> exportFile(String label) throws ControlException {
    return call("POST", "/v1/keys/" + encode(label) + "/file", null, KeySecret.class);
  }

  public Reply<KeySecret> exportWords(String label) throws ControlException {
    return call("POST", "/v1/keys/" + encode(label) + "/words", null, KeySecret.class);
  }

  /** Puts a key under the next of this client's passphrases. */
  public Reply<KeyInfo> setPassphrase(String label) throws ControlException {
    return call("PUT", "/v1/keys/" + encode(label) + "/passphrase", null, KeyInfo.class);
  }

  public Reply<KeyInfo> removePassphrase(String label) throws ControlException {
    return call("DELETE", "/v1/keys/" + encode(label) + "/passphrase", null, KeyInfo.class);
  }

  public Reply<BackupService.BackupReport> backUp(String file) throws ControlException {
    return call(
        "POST",
        "/v1/backup",
        new BackupService.BackupRequest(file),
        BackupService.BackupReport.class);
  }

  private <T> Reply<T> call(String method, String target, @Nullable Record body, Class<T> type)
      throws ControlException {
    String sent = body == null ? "" : Json.text(Json.tree(body));
    HttpReply reply = HttpReply.parse(exchange(request(method, target, sent)));
    JsonObject json = object(reply);
    if (json.get("error") instanceof JsonObject error) {
      throw new ControlException(kind(error.get("kind")), message(error.get("message")));
    }
    try {
      return new Reply<>(Json.text(json), Json.read(json, type, Json.Unknown.IGNORE));
    } catch (ControlException e) {
      throw new ControlException(
          Kind.PROTOCOL,
          "the node's reply is not understood ("
              + e.getMessage()
              + "); node and program differ in version: restart the node",
          e);
    }
  }

  private static JsonObject object(HttpReply reply) throws ControlException {
    try {
      return Json.parse(reply.body());
    } catch (ControlException e) {
      throw new ControlException(
          Kind.PROTOCOL,
          "what answers on the control socket is no node (status "
              + reply.status()
              + " without JSON); give another path with --socket",
          e);
    }
  }

  private byte[] exchange(byte[] request) throws ControlException {
    for (Path socket : sockets) {
      try (UnixHttp connection =
          UnixHttp.connect(shortPaths.toConnect(socket), timeouts.connect(), nanoTime)) {
        return exchange(connection, socket, request);
      } catch (SocketTimeoutException e) {
        throw timeout(socket, e);
      } catch (IOException e) {
        checkPermission(socket, e);
      }
    }
    throw new ControlException(
        Kind.UNREACHABLE,
        "no node is running (tried "
            + sockets.stream().map(Path::toString).collect(Collectors.joining(", "))
            + "); start it with: pando run");
  }

  private byte[] exchange(UnixHttp connection, Path socket, byte[] request)
      throws ControlException {
    try {
      return connection.exchange(request, timeouts.request());
    } catch (SocketTimeoutException e) {
      throw timeout(socket, e);
    } catch (IOException e) {
      throw new ControlException(
          Kind.PROTOCOL,
          socket + ": the node broke the connection (" + e.getMessage() + "); see its log",
          e);
    }
  }

  private static ControlException timeout(Path socket, IOException cause) {
    return new ControlException(
        Kind.TIMEOUT,
        socket + ": the node did not answer in time; see its log, then try again",
        cause);
  }

  /** A socket that is there but not for us ends the search: to say "no node" would be wrong. */
  private static void checkPermission(Path socket, IOException cause) throws ControlException {
    if (Files.exists(socket) && !Files.isWritable(socket)) {
      throw new ControlException(
          Kind.UNREACHABLE,
          socket + ": permission denied; ask as the user who runs the node",
          cause);
    }
  }

  private byte[] request(String method, String target, String body) {
    byte[] octets = body.getBytes(StandardCharsets.UTF_8);
    String head =
        method
            + " "
            + target
            + " HTTP/1.1\r\nHost: pando\r\nConnection: close\r\n"
            + passphrases.headers()
            + "Content-Type: application/json\r\nContent-Length: "
            + octets.length
            + "\r\n\r\n";
    byte[] request = (head + body).getBytes(StandardCharsets.UTF_8);
    return request;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Kind kind(@Nullable JsonElement wireName) {
    for (Kind kind : Kind.values()) {
      if (wireName != null
          && wireName.isJsonPrimitive()
          && LowerCaseEnums.wireName(kind).equals(wireName.getAsString())) {
        return kind;
      }
    }
    return Kind.INTERNAL;
  }

  private static String message(@Nullable JsonElement text) {
    return text != null && text.isJsonPrimitive() ? text.getAsString() : "the node gave no reason";
  }
}
