package dev.amioperator.simulator.admin;

import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.state.Denial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Admin API endpoints for faults and denials of AWS calls. */
final class FaultEndpoints {
  private final SimulatedCloud cloud;

  FaultEndpoints(SimulatedCloud cloud) {
    this.cloud = cloud;
  }

  List<Endpoint> all() {
    return List.of(
        Endpoint.withoutInput("GET", "/faults", "active faults", this::faults),
        new Endpoint(
            "POST",
            "/faults",
            "add a fault",
            "{\"action\": \"CopyImage\", \"count\": 1, \"effect\": \"loseAnswer\"}",
            (_, body) -> addFault(body)),
        new Endpoint(
            "DELETE",
            "/faults",
            "remove a fault by its id, or all faults",
            "?id=fault-1",
            (query, _) -> removeFaults(query.get("id"))),
        Endpoint.withoutInput("GET", "/denials", "active denials", this::denials),
        new Endpoint(
            "POST",
            "/denials",
            "deny an action",
            "{\"action\": \"ec2:DeregisterImage\", \"tagKey\": \"keep\", \"tagValue\": \"*\"}",
            (_, body) -> addDenial(body)),
        Endpoint.withoutInput("DELETE", "/denials", "remove all denials", this::removeDenials),
        new Endpoint(
            "DELETE",
            "/sessions",
            "end the sessions of an account's roles, or all sessions",
            "?account=111122223333",
            (query, _) -> endSessions(query.get("account"))));
  }

  private AdminResponse faults() {
    Map<String, FaultDocument> faults = new LinkedHashMap<>();
    cloud.faults().rules().forEach((id, rule) -> faults.put(id, FaultDocument.of(rule)));
    return AdminResponse.json(faults);
  }

  private AdminResponse addFault(String body) {
    String id = cloud.faults().add(Json.read(body, FaultDocument.class).toRule());
    return AdminResponse.json(Map.of("id", id));
  }

  private AdminResponse removeFaults(String id) {
    if (id == null) {
      cloud.faults().clear();
    } else if (!cloud.faults().remove(id)) {
      throw new IllegalArgumentException("Unknown fault " + id);
    }
    return faults();
  }

  private AdminResponse endSessions(String account) {
    return AdminResponse.json(Map.of("ended", cloud.endSessions(account)));
  }

  private AdminResponse denials() {
    return AdminResponse.json(cloud.denials().list());
  }

  private AdminResponse addDenial(String body) {
    Denial denial = Json.read(body, Denial.class);
    if (denial.action() == null) {
      throw new IllegalArgumentException(
          "A denial needs an action, such as ec2:CopyImage or ec2:*");
    }
    cloud.denials().add(denial);
    return denials();
  }

  private AdminResponse removeDenials() {
    cloud.denials().clear();
    return denials();
  }
}
