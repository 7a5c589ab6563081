package org.pando.resolver.app;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.pando.registry.RegistryException;
import org.pando.resolver.answer.ReplyEncoder;
import org.pando.resolver.control.ControlServer;
import org.pando.resolver.control.Routes;
import org.pando.resolver.server.Connections;
import org.pando.resolver.server.Listeners;
import org.pando.resolver.server.LoopBuffers;
import org.pando.resolver.server.OnLinkPrefixes;
import org.pando.resolver.server.Service;
import org.pando.resolver.server.TcpLimits;
import org.pando.resolver.server.Transport;
import org.pando.resolver.upstream.ShadowUpstreams;

/**
 * The composition root: every part of a running node, in the order in which it starts. Stopping
 * goes the other way round. Started and closed by one thread.
 */
final class Node implements AutoCloseable {
  private static final int MOST_VERIFIERS = 8;
  private static final int MOST_DNS_LOOPS = 4;
  private static final Duration CONTROL_PATIENCE = Duration.ofSeconds(30);
  private static final Duration DRAIN = Duration.ofSeconds(5);
  static final Duration HOUSEKEEPING = Duration.ofSeconds(10);

  private final Parts parts = new Parts();
  private final NodeSettings settings;
  private final NodeClock clock;
  private String readyLine = "";

  private Node(NodeSettings settings, NodeClock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Starts a node; when this returns it answers.
   *
   * @return with the line that says it is ready
   * @throws StartException with the reason and the remedy; nothing of it runs on then
   */
  static Node start(NodeSettings settings, NodeClock clock) throws StartException {
    Node node = new Node(settings, clock);
    try {
      node.compose();
      return node;
    } catch (RegistryException | IOException e) {
      node.close();
      throw new StartException(String.valueOf(e.getMessage()), e);
    } catch (StartException | RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private void compose() throws StartException, RegistryException, IOException {
    StoreParts store = StoreParts.open(settings, clock, parts);
    ExecutorService verifiers = parts.add(verifiers());
    ExecutorService virtualThreads = parts.add(Executors.newVirtualThreadPerTaskExecutor());
    Set<InetSocketAddress> ourAddresses = ConcurrentHashMap.newKeySet();
    Answering answering =
        new Answering(settings, clock, parts, store, ourAddresses, virtualThreads);
    Service service = service(answering);
    Listeners listeners = listen(service, answering, ourAddresses, store.housekeeping());
    ControlDrill drill = drill(answering, store.housekeeping());
    InternalLookup lookup = new InternalLookup(answering.handler(), clock);
    NetworkParts network =
        NetworkParts.start(
            settings,
            clock,
            parts,
            store,
            lookup,
            new NetworkParts.Threads(virtualThreads, verifiers));
    ControlParts.Served served =
        new ControlParts.Served(listeners, service.connections(), drill, lookup, network);
    serveControl(
        ControlParts.routes(settings, clock, parts, store, answering, served), virtualThreads);
    parts.add(drill);
    parts.add(answering.questions()); // those who wait for one would hold the control socket up
    readyLine =
        ReadyLine.of(
            listeners.addresses(), store.registry().replica().networks(), answering.upstreams());
  }

  private Service service(Answering answering) {
    ReplyEncoder encoder = new ReplyEncoder(settings.config().dns().extendedErrors());
    return new Service(
        answering.handler(),
        new LoopBuffers.Pool(encoder, clock.seconds()),
        new Connections(TcpLimits.DEFAULT),
        answering.questions(),
        clock.nanos());
  }

  /** Opens the DNS sockets. When the node stops, questions under way are still answered. */
  private Listeners listen(
      Service service,
      Answering answering,
      Set<InetSocketAddress> ourAddresses,
      Housekeeping housekeeping)
      throws StartException {
    Transport transport = Transport.best();
    int share = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, MOST_DNS_LOOPS);
    EventLoopGroup loops = parts.addLoops(transport.loops(share, threads("dns")));
    Listeners listeners = parts.add(new Listeners(transport, loops, service, ourAddresses));
    DnsAddresses addresses = new DnsAddresses(listeners, settings);
    addresses.listen();
    parts.add(
        () -> {
          listeners.pause();
          answering.slowLane().drain(DRAIN);
        });
    housekeeping.every(
        HOUSEKEEPING,
        () -> {
          answering.admission().onLink(OnLinkPrefixes.now());
          addresses.follow();
        });
    return listeners;
  }

  private ControlDrill drill(Answering answering, Housekeeping housekeeping) {
    return new ControlDrill(
        settings.config().resolution(),
        answering.upstreams(),
        answering.cache(),
        answering.own(),
        new ShadowUpstreams.Tools(housekeeping::after, clock.random(), clock.nanos()),
        Executors.newVirtualThreadPerTaskExecutor());
  }

  /** Verifies signatures; one processor is left to questions, where there is more than one. */
  private ExecutorService verifiers() {
    int processors = Runtime.getRuntime().availableProcessors();
    return Executors.newFixedThreadPool(
        Math.clamp(processors - 1, 1, MOST_VERIFIERS), threads("verify"));
  }

  private void serveControl(Routes routes, ExecutorService virtualThreads) throws IOException {
    EventLoopGroup loop =
        parts.addLoops(
            new MultiThreadIoEventLoopGroup(1, threads("control"), NioIoHandler.newFactory()));
    parts.add(
        ControlServer.start(
            loop,
            virtualThreads,
            routes,
            settings.controlSocket(),
            settings.shortPaths(),
            CONTROL_PATIENCE));
  }

  /** What is printed on stdout when the node answers. */
  String readyLine() {
    return readyLine;
  }

  @Override
  public void close() {
    parts.close();
  }

  static ThreadFactory threads(String name) {
    return new DefaultThreadFactory(name);
  }
}
