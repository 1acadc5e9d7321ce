package dev.amioperator.simulator.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.Journal;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.conformance.ConformanceCase;
import dev.amioperator.simulator.conformance.ConformanceEnvironment;
import dev.amioperator.simulator.conformance.ConformanceSuite;
import dev.amioperator.simulator.wire.SdkActions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.imagebuilder.ImagebuilderClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rbin.RbinClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The facts about actions cover what the simulator serves, and the simulator uses them. */
class ActionReferenceTest {
  private static final Caller CALLER = Caller.of("123456789012");
  private static final String REGION = "eu-west-1";

  private static Set<String> modelled() {
    SimulatedCloud cloud = SimulatedCloud.create();
    Map<String, Object> clients = new HashMap<>();
    clients.put("ec2", cloud.ec2(CALLER, REGION));
    clients.put("ssm", cloud.ssm(CALLER, REGION));
    clients.put("kms", cloud.kms(CALLER, REGION));
    clients.put("rbin", cloud.rbin(CALLER, REGION));
    clients.put("imagebuilder", cloud.imageBuilder(CALLER, REGION));
    clients.put("autoscaling", cloud.autoScaling(CALLER, REGION));
    clients.put("batch", cloud.batch(CALLER, REGION));
    clients.put("sts", cloud.sts(CALLER));
    Map<String, Class<?>> sdk =
        Map.of(
            "ec2", Ec2Client.class,
            "ssm", SsmClient.class,
            "kms", KmsClient.class,
            "rbin", RbinClient.class,
            "imagebuilder", ImagebuilderClient.class,
            "autoscaling", AutoScalingClient.class,
            "batch", BatchClient.class,
            "sts", StsClient.class);
    Set<String> actions = new TreeSet<>();
    clients.forEach(
        (service, client) ->
            SdkActions.modelledBy(client, sdk.get(service))
                .forEach(method -> actions.add(service + ":" + SdkActions.name(method))));
    return actions;
  }

  @Test
  void knowsEveryModelledAction() {
    assertThat(modelled())
        .hasSizeGreaterThan(120)
        .allSatisfy(action -> assertThat(ActionReference.find(action)).as(action).isPresent());
  }

  /** Every served call asks IAM about all resource types that its action requires. */
  @Test
  void authorizesRequiredResourceTypes() {
    List<String> missing = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    for (ConformanceCase each : ConformanceSuite.cases().toList()) {
      ConformanceEnvironment stage = ConformanceEnvironment.inProcess();
      each.check().run(stage);
      for (Journal.Entry entry : stage.cloud().journal().entries()) {
        if (entry.error() == null && entry.fault() == null && !replayed(entry)) {
          seen.add(entry.service() + ":" + entry.action());
          missing.addAll(missing(entry));
        }
      }
    }
    assertThat(new TreeSet<>(missing)).isEmpty();
    assertThat(seen).hasSizeGreaterThan(60);
  }

  /** Whether a client token returned what an earlier call created. */
  private static boolean replayed(Journal.Entry entry) {
    return entry.parameters().contains("ClientToken=") && entry.created().isEmpty();
  }

  private static List<String> missing(Journal.Entry entry) {
    String action = entry.service() + ":" + entry.action();
    Set<String> types =
        entry.authorized().stream()
            .filter(each -> each.action().equals(action))
            .map(each -> ActionReference.resourceType(each.resource()))
            .collect(Collectors.toSet());
    return ActionReference.find(action).orElseThrow().required().stream()
        .filter(type -> !types.contains(type))
        .map(type -> action + " on " + type + " in " + entry.parameters())
        .toList();
  }
}
