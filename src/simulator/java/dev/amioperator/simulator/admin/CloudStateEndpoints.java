package dev.amioperator.simulator.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.SimulatedCloud;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Admin API endpoints for the AWS resources and the settings. */
final class CloudStateEndpoints {
  private final SimulatedCloud cloud;

  CloudStateEndpoints(SimulatedCloud cloud) {
    this.cloud = cloud;
  }

  List<Endpoint> all() {
    return List.of(
        Endpoint.withoutInput("GET", "/world", "images, snapshots and instances", this::show),
        new Endpoint(
            "POST",
            "/seed",
            "create resources from YAML",
            "instances: [{id: i-0abc0abc0abc0abc0, region: eu-west-1}]",
            (_, body) -> seed(body)),
        new Endpoint(
            "POST",
            "/regions",
            "enable or disable a region for an account",
            "{\"account\": \"111122223333\", \"region\": \"af-south-1\", \"enabled\": true}",
            (_, body) -> enable(Json.read(body, RegionDocument.class))),
        Endpoint.withoutInput("POST", "/reset", "remove everything except the time", this::reset),
        Endpoint.withoutInput("GET", "/settings", "timing, quotas, throttling", this::settings),
        new Endpoint(
            "POST",
            "/settings",
            "change settings",
            "{\"timing\": {\"visibility\": \"3s\"}, \"quotas\": {\"snapshotCopies\": 5},"
                + " \"throttling\": true}",
            (_, body) -> change(Json.read(body, SettingsDocument.class))));
  }

  /**
   * Region of an account, as a document of the admin API.
   *
   * @param account the default account if missing
   */
  private record RegionDocument(
      String account,
      @JsonProperty(required = true) String region,
      @JsonProperty(required = true) Boolean enabled) {}

  private AdminResponse show() {
    Map<String, Object> world = new LinkedHashMap<>();
    world.put("images", cloud.inventory().images());
    world.put("snapshots", cloud.inventory().snapshots());
    world.put("instances", cloud.inventory().instances());
    return AdminResponse.json(world);
  }

  private AdminResponse seed(String body) {
    return AdminResponse.json(SeedDocument.parse(body, cloud.clock().instant()).load(cloud));
  }

  private AdminResponse reset() {
    cloud.reset();
    return AdminResponse.json(Map.of("time", cloud.clock().instant()));
  }

  private AdminResponse enable(RegionDocument change) {
    Seeds.SeedTarget target = SeedEntries.target(cloud.seeds(), change.account(), change.region());
    if (change.enabled()) {
      target.enableRegion();
    } else {
      target.disableRegion();
    }
    return AdminResponse.json(change);
  }

  private AdminResponse settings() {
    return AdminResponse.json(SettingsDocument.of(cloud));
  }

  private AdminResponse change(SettingsDocument change) {
    change.apply(cloud);
    return settings();
  }
}
