package org.pando.gossip.discovery.mapping;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.gossip.GossipException;

@Timeout(20)
final class UpnpGatewayTest {
  private static final InetAddress LOCAL = InetAddress.getLoopbackAddress();
  private static final String SERVICE = "urn:schemas-upnp-org:service:WANIPConnection:1";
  private static final Duration HOUR = Duration.ofHours(1);

  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;
  private String description = description(SERVICE, "/control");
  private Function<String, String> answers = call -> answer("<x/>");

  private static String description(String service, String control) {
    return "<?xml version=\"1.0\"?><root xmlns=\"urn:schemas-upnp-org:device-1-0\"><device>"
        + "<serviceList><service><serviceType>urn:x:service:Layer3Forwarding:1</serviceType>"
        + "<controlURL>/other</controlURL></service></serviceList><deviceList><device>"
        + "<serviceList><service><serviceType>"
        + service
        + "</serviceType><controlURL>"
        + control
        + "</controlURL></service></serviceList></device></deviceList></device></root>";
  }

  private static String answer(String inner) {
    return "<?xml version=\"1.0\"?><s:Envelope"
        + " xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
        + inner
        + "</s:Body></s:Envelope>";
  }

  private static String fault(int code) {
    return answer(
        "<s:Fault><detail><UPnPError><errorCode>"
            + code
            + "</errorCode></UPnPError></detail></s:Fault>");
  }

  private static String address(String ip) {
    return answer(
        "<u:R xmlns:u=\"u\"><NewExternalIPAddress>" + ip + "</NewExternalIPAddress></u:R>");
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(LOCAL, 0), 0);
    server.createContext("/d.xml", exchange -> send(exchange, 200, description));
    server.createContext("/control", this::control);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void control(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String action = exchange.getRequestHeaders().getFirst("SOAPAction");
    calls.add(action + " " + body);
    String answer = answers.apply(body);
    send(exchange, answer.contains("Fault") ? 500 : 200, answer);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private UpnpGateway gateway() throws GossipException {
    return UpnpGateway.of(LOCAL, at("/d.xml"), System::nanoTime);
  }

  private static GossipException.Kind refusal(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(GossipException.class, call).kind();
  }

  @Test
  void itOpensAndClosesAPort() throws Exception {
    answers = call -> call.contains("GetExternal") ? address("203.0.113.7") : answer("<ok/>");
    UpnpGateway gateway = gateway();
    Mapping mapping = gateway.open(4053, 4054, HOUR);
    assertEquals(new Mapping(InetAddress.ofLiteral("203.0.113.7"), 4054, 4053, HOUR), mapping);
    gateway.close(mapping);
    assertEquals(3, calls.size());
    assertTrue(calls.get(1).startsWith("\"" + SERVICE + "#AddPortMapping\""), calls.get(1));
    assertTrue(
        calls
            .get(1)
            .contains(
                "<NewRemoteHost></NewRemoteHost><NewExternalPort>4054</NewExternalPort>"
                    + "<NewProtocol>TCP</NewProtocol><NewInternalPort>4053</NewInternalPort>"
                    + "<NewInternalClient>127.0.0.1</NewInternalClient>"),
        calls.get(1));
    assertTrue(calls.get(2).contains("DeletePortMapping"), calls.get(2));
  }

  @Test
  void aRouterThatKnowsNoEndIsAskedWithoutOne() throws Exception {
    answers =
        call ->
            call.contains("GetExternal")
                ? address("203.0.113.7")
                : call.contains("<NewLeaseDuration>0<") ? answer("<ok/>") : fault(725);
    assertEquals(HOUR, gateway().open(4053, 4053, HOUR).lifetime());
  }

  @Test
  void whenThePortIsTakenAnotherIsAskedFor() throws Exception {
    answers =
        call ->
            call.contains("GetExternal")
                ? address("203.0.113.7")
                : call.contains("<NewExternalPort>4053<") ? fault(718) : answer("<ok/>");
    int port = gateway().open(4053, 4053, HOUR).externalPort();
    assertTrue(port != 4053 && port >= 1024 && port < 65536, port + "");
  }

  @Test
  void otherErrorsAreRefusals() {
    answers = call -> call.contains("GetExternal") ? address("203.0.113.7") : fault(606);
    assertEquals(GossipException.Kind.REFUSED, refusal(() -> gateway().open(1, 1, HOUR)));
    answers = call -> call.contains("GetExternal") ? address("203.0.113.7") : fault(718);
    assertEquals(GossipException.Kind.REFUSED, refusal(() -> gateway().open(1, 1, HOUR)));
    assertEquals(5, calls.size() - 1, "three tries at most");
    answers = call -> "<Fault>nonsense";
    assertEquals(GossipException.Kind.MALFORMED, refusal(() -> gateway().open(1, 1, HOUR)));
    answers = call -> address("router.lan");
    assertEquals(GossipException.Kind.MALFORMED, refusal(() -> gateway().open(1, 1, HOUR)));
  }

  @Test
  void aDescriptionCannotSendUsElsewhere() {
    for (String control :
        List.of("http://127.0.0.2:1/c", "https://127.0.0.1/c", "file:///c", "::")) {
      description = description(SERVICE, control);
      assertEquals(GossipException.Kind.REFUSED, refusal(this::gateway), control);
    }
    description = description("urn:schemas-upnp-org:service:WANCommonInterfaceConfig:1", "/c");
    assertEquals(GossipException.Kind.REFUSED, refusal(this::gateway));
  }

  @Test
  void redirectionsAreNotFollowed() throws Exception {
    server.createContext(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/d.xml");
          send(exchange, 302, "");
        });
    assertEquals(
        GossipException.Kind.REFUSED,
        refusal(() -> UpnpGateway.of(LOCAL, at("/moved"), System::nanoTime)));
  }

  @Test
  void aLongDescriptionIsNotRead() {
    description = "<a>" + " ".repeat(UpnpXml.MAX_BYTES) + "</a>";
    assertEquals(GossipException.Kind.LIMIT, refusal(this::gateway));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<a>",
        "not xml",
        "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>",
        "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/x.dtd\"><a/>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
        "<a>&x;</a>",
      })
  void xmlThatIsNotPlainIsRefused(String document) {
    assertEquals(
        GossipException.Kind.MALFORMED, refusal(() -> UpnpXml.services(document.getBytes(UTF_8))));
  }

  @Test
  void deepAndWideXmlIsRefused() throws Exception {
    String deep = "<a>".repeat(33) + "</a>".repeat(33);
    assertEquals(GossipException.Kind.LIMIT, refusal(() -> UpnpXml.services(deep.getBytes(UTF_8))));
    String wide = "<a>" + "<b/>".repeat(4096) + "</a>";
    assertEquals(GossipException.Kind.LIMIT, refusal(() -> UpnpXml.services(wide.getBytes(UTF_8))));
    String fits = "<a>".repeat(31) + "<b> x </b>" + "</a>".repeat(31);
    assertEquals("x", UpnpXml.text(fits.getBytes(UTF_8), "b"));
  }

  private static String found(String location) {
    return "HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=120\r\nSt: urn:schemas-upnp-org:device:"
        + "InternetGatewayDevice:1\r\nLOCATION: "
        + location
        + "\r\n\r\n";
  }

  @Test
  void aRouterIsFoundWhereItSaysItIs() throws Exception {
    String location = at("/d.xml").toString();
    answers = call -> call.contains("GetExternal") ? address("203.0.113.7") : answer("<ok/>");
    try (FakeRouter router =
        new FakeRouter(
            request -> List.of("nonsense".getBytes(UTF_8), found(location).getBytes(ISO_8859_1)))) {
      List<URI> routers = Ssdp.find(LOCAL, router.address(), System::nanoTime);
      assertEquals(List.of(at("/d.xml")), routers);
      String question = new String(router.heard.take(), ISO_8859_1);
      assertTrue(question.startsWith("M-SEARCH * HTTP/1.1\r\nHOST: 127.0.0.1:"), question);
      assertTrue(question.endsWith("InternetGatewayDevice:1\r\n\r\n"), question);
      FoundUpnpGateway gateway = new FoundUpnpGateway(LOCAL, router.address(), System::nanoTime);
      assertEquals(4053, gateway.open(4053, 4053, HOUR).externalPort());
    }
  }

  @Test
  void locationsOfOthersAreNotBelieved() {
    InetAddress router = InetAddress.ofLiteral("192.168.1.1");
    assertEquals(
        URI.create("http://192.168.1.1:5000/d.xml"),
        location(found("http://192.168.1.1:5000/d.xml"), router));
    assertNull(location(found("http://192.168.1.2:5000/d.xml"), router));
    assertNull(location(found("http://router.lan/d.xml"), router));
    assertNull(location(found("https://192.168.1.1/d.xml"), router));
    assertNull(location(found("http://192.168.1.1@192.168.1.9/d.xml"), router));
    assertNull(location(found("http://a@192.168.1.1/d.xml"), router));
    assertNull(location(found("file:///etc/passwd"), router));
    assertNull(location(found("not a url"), router));
    assertNull(location(found("http://8.8.8.8/d"), InetAddress.ofLiteral("8.8.8.8")));
    String other = found("http://192.168.1.1/").replace("InternetGateway", "MediaServer");
    assertNull(location(other, router));
    assertNull(location(found("http://192.168.1.1/").replace("200", "404"), router));
    assertFalse(Ssdp.isOf(URI.create("/relative"), router));
  }

  private static @Nullable URI location(String packet, InetAddress source) {
    return Ssdp.location(packet.getBytes(ISO_8859_1), source);
  }
}
