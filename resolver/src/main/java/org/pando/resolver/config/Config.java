package org.pando.resolver.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The whole configuration.
 *
 * @param dataDir none: the usual place, see {@link DataDirChoice}
 */
public record Config(
    Optional<Path> dataDir,
    DnsConfig dns,
    TlsConfig tls,
    List<UpstreamConfig> upstreams,
    ResolutionConfig resolution,
    CacheConfig cache,
    GossipConfig gossip,
    List<LocalRecord> records,
    HostsConfig hosts,
    RateLimitConfig rateLimit,
    RebindingConfig rebinding,
    List<BlockListConfig> blockLists,
    List<ClientGroupConfig> clientGroups,
    QueryLogConfig queryLog,
    WebConfig web,
    ControlConfig control,
    LogConfig log) {
  static final Section<Config> SECTION =
      Section.of(
          Config.class,
          Row.Key.of(
              "data-dir",
              Types.optional(Types.path()),
              Optional.empty(),
              "keys, networks, names; none: the usual place"),
          new Row.Table<>("dns", DnsConfig.SECTION, "what clients ask"),
          new Row.Table<>("tls", TlsConfig.SECTION, "who this server says it is"),
          new Row.Tables<>(
              "upstream", UpstreamConfig.SECTION, Optional.empty(), "a server that is asked"),
          new Row.Table<>("resolution", ResolutionConfig.SECTION, "how other names are resolved"),
          new Row.Table<>("cache", CacheConfig.SECTION, "what is remembered"),
          new Row.Table<>("gossip", GossipConfig.SECTION, "how nodes find each other"),
          new Row.Tables<>(
              "record",
              LocalRecord.SECTION,
              Optional.of(Capability.LOCAL_RECORDS),
              "a name that this node answers for by itself"),
          new Row.Table<>("hosts", HostsConfig.SECTION, "names from hosts files"),
          new Row.Table<>("rate-limit", RateLimitConfig.SECTION, "how much one client may ask"),
          new Row.Table<>(
              "rebinding",
              RebindingConfig.SECTION,
              "whether public names may have private addresses"),
          new Row.Tables<>(
              "block-list",
              BlockListConfig.SECTION,
              Optional.of(Capability.BLOCK_LISTS),
              "names that are not answered"),
          new Row.Tables<>(
              "client-group",
              ClientGroupConfig.SECTION,
              Optional.of(Capability.CLIENT_GROUPS),
              "clients that are treated alike"),
          new Row.Table<>("query-log", QueryLogConfig.SECTION, "what is kept of questions"),
          new Row.Table<>("web", WebConfig.SECTION, "dashboard, HTTP API and metrics"),
          new Row.Table<>("control", ControlConfig.SECTION, "how commands reach the node"),
          new Row.Table<>("log", LogConfig.SECTION, "what goes to stderr"));
}
