package org.pando.gossip.discovery.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;

/** A router that speaks UPnP's WANIPConnection or WANPPPConnection, version 1 or 2. */
final class UpnpGateway implements Gateway {
  private static final String SERVICES = "urn:schemas-upnp-org:service:WAN(IP|PPP)Connection:[12]";
  private static final String ONLY_PERMANENT = "725";
  private static final String TAKEN = "718";
  private static final int CONNECT_MILLIS = 3000;
  private static final int READ_MILLIS = 5000;
  private static final long PATIENCE = Duration.ofSeconds(10).toNanos();
  private static final int TRIES = 3;
  private static final Duration NO_END = Duration.ofHours(1);

  private final InetAddress local;
  private final URI control;
  private final String service;
  private final LongSupplier nanos;

  private UpnpGateway(InetAddress local, URI control, String service, LongSupplier nanos) {
    this.local = local;
    this.control = control;
    this.service = service;
    this.nanos = nanos;
  }

  /**
   * @param error the router's own "no", {@code null} when it did as it was told
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Answer(byte[] body, @Nullable String error) {}

  /**
   * Reads the router's description.
   *
   * @param local this computer's address, where the port leads to
   * @throws GossipException UNREACHABLE, MALFORMED, LIMIT; REFUSED when it opens no ports
   */
  static UpnpGateway of(InetAddress local, URI description, LongSupplier nanos)
      throws GossipException {
    byte[] document = fetch(description, null, "", nanos).body();
    String base = UpnpXml.text(document, "URLBase");
    URI from = base == null || base.isEmpty() ? description : resolve(description, base);
    for (UpnpXml.Service offered : UpnpXml.services(document)) {
      if (offered.type().matches(SERVICES)) {
        URI control = from == null ? null : resolve(from, offered.control());
        if (control != null && Ssdp.isOf(control, InetAddress.ofLiteral(description.getHost()))) {
          return new UpnpGateway(local, control, offered.type(), nanos);
        }
      }
    }
    throw new GossipException(
        GossipException.Kind.REFUSED, "UPnP: the router offers no service that opens ports");
  }

  private static @Nullable URI resolve(URI base, String text) {
    try {
      return base.resolve(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Override
  public String protocol() {
    return "UPnP";
  }

  @Override
  public Mapping open(int internalPort, int wanted, Duration lifetime) throws GossipException {
    String address = value(call("GetExternalIPAddress", List.of()), "NewExternalIPAddress");
    InetAddress external;
    try {
      external = InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException e) {
      throw GossipException.malformed("UPnP: the router's outside address is '" + address + "'");
    }
    int port = wanted;
    Duration asked = lifetime;
    Answer answer = add(internalPort, port, asked);
    for (int attempt = 1; answer.error() != null && attempt < TRIES; attempt++) {
      switch (answer.error()) {
        case ONLY_PERMANENT -> asked = Duration.ZERO;
        case TAKEN -> port = port % 60_000 + 1024 + attempt;
        default -> throw refused("AddPortMapping", answer.error());
      }
      answer = add(internalPort, port, asked);
    }
    if (answer.error() != null) {
      throw refused("AddPortMapping", answer.error());
    }
    return new Mapping(external, port, internalPort, asked.isZero() ? NO_END : asked);
  }

  private Answer add(int internalPort, int externalPort, Duration lifetime) throws GossipException {
    return call(
        "AddPortMapping",
        List.of(
            "<NewRemoteHost></NewRemoteHost>",
            element("NewExternalPort", externalPort),
            "<NewProtocol>TCP</NewProtocol>",
            element("NewInternalPort", internalPort),
            "<NewInternalClient>" + local.getHostAddress() + "</NewInternalClient>",
            "<NewEnabled>1</NewEnabled>",
            "<NewPortMappingDescription>pando</NewPortMappingDescription>",
            element("NewLeaseDuration", lifetime.toSeconds())));
  }

  @Override
  public void close(Mapping mapping) throws GossipException {
    Answer answer =
        call(
            "DeletePortMapping",
            List.of(
                "<NewRemoteHost></NewRemoteHost>",
                element("NewExternalPort", mapping.externalPort()),
                "<NewProtocol>TCP</NewProtocol>"));
    if (answer.error() != null) {
      throw refused("DeletePortMapping", answer.error());
    }
  }

  private static String element(String name, long value) {
    return "<%s>%d</%s>".formatted(name, value, name);
  }

  private Answer call(String action, List<String> arguments) throws GossipException {
    String body =
        """
        <?xml version="1.0"?>
        <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" \
        s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">\
        <s:Body><u:%s xmlns:u="%s">%s</u:%s></s:Body></s:Envelope>
        """
            .formatted(action, service, String.join("", arguments), action);
    return fetch(control, body.getBytes(UTF_8), "\"" + service + "#" + action + "\"", nanos);
  }

  private static String value(Answer answer, String name) throws GossipException {
    if (answer.error() != null) {
      throw refused("GetExternalIPAddress", answer.error());
    }
    String value = UpnpXml.text(answer.body(), name);
    return value == null ? "" : value;
  }

  private static GossipException refused(String action, String error) {
    return new GossipException(
        GossipException.Kind.REFUSED,
        "UPnP: the router refuses " + action + " with error " + error);
  }

  /** A GET, or with a body a SOAP call. Redirections are not followed. */
  private static Answer fetch(URI url, byte @Nullable [] body, String action, LongSupplier nanos)
      throws GossipException {
    long deadline = nanos.getAsLong() + PATIENCE;
    HttpURLConnection connection = null;
    try {
      connection = (HttpURLConnection) url.toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout(CONNECT_MILLIS);
      connection.setReadTimeout(READ_MILLIS);
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      connection.setRequestProperty("Connection", "close");
      if (body != null) {
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "text/xml; charset=\"utf-8\"");
        connection.setRequestProperty("SOAPAction", action);
        try (OutputStream out = connection.getOutputStream()) {
          out.write(body);
        }
      }
      int status = connection.getResponseCode();
      if (status == HttpURLConnection.HTTP_OK) {
        return new Answer(read(connection.getInputStream(), deadline, nanos), null);
      }
      InputStream fault = connection.getErrorStream();
      String error =
          body == null || fault == null
              ? null
              : UpnpXml.text(read(fault, deadline, nanos), "errorCode");
      if (error == null || !error.matches("[0-9]{1,5}")) {
        throw new GossipException(
            GossipException.Kind.REFUSED, "UPnP: the router answers with HTTP status " + status);
      }
      return new Answer(new byte[0], error);
    } catch (IOException | IllegalArgumentException e) {
      throw new GossipException(
          GossipException.Kind.UNREACHABLE, "UPnP: the router's " + url + " fails", e);
    } finally {
      if (connection != null) {
        connection.disconnect();
      }
    }
  }

  private static byte[] read(InputStream in, long deadline, LongSupplier nanos)
      throws IOException, GossipException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    try (in) {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        bytes.write(buffer, 0, length);
        if (bytes.size() > UpnpXml.MAX_BYTES) {
          throw GossipException.limit(
              "UPnP: the router sends more than " + UpnpXml.MAX_BYTES + " bytes");
        }
        if (nanos.getAsLong() > deadline) {
          throw new GossipException(
              GossipException.Kind.TIMEOUT, "UPnP: the router sends too slowly");
        }
      }
    }
    return bytes.toByteArray();
  }
}
