package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.testing.MockServerProfile;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Images that objects of the cluster name, such as those with which Karpenter starts nodes. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(RetentionKubernetesQuarkusTest.KarpenterProfile.class)
class RetentionKubernetesQuarkusTest extends RetentionTestBase {
  /** An operator that lists EC2NodeClasses. */
  public static class KarpenterProfile extends MockServerProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> config = new HashMap<>(super.getConfigOverrides());
      config.put(
          "ami-operator.usage.kubernetes-objects",
          "ec2nodeclasses.v1.karpenter.k8s.aws,"
              + "awsmachinetemplates.v1beta2.infrastructure.cluster.x-k8s.io");
      return config;
    }
  }

  @Test
  void keepsImageOfNodeClass() {
    String used = image("used", 40);
    String unused = image("unused", 40);
    GenericKubernetesResource nodeClass = new GenericKubernetesResource();
    nodeClass.setApiVersion("karpenter.k8s.aws/v1");
    nodeClass.setKind("EC2NodeClass");
    nodeClass.setMetadata(new ObjectMetaBuilder().withName(family).build());
    nodeClass.setAdditionalProperty(
        "spec", Map.of("amiSelectorTerms", List.of(Map.of("id", used))));
    kubernetes
        .genericKubernetesResources(
            new ResourceDefinitionContext.Builder()
                .withGroup("karpenter.k8s.aws")
                .withVersion("v1")
                .withPlural("ec2nodeclasses")
                .withKind("EC2NodeClass")
                .withNamespaced(false)
                .build())
        .resource(nodeClass)
        .create();
    apply(policy("retiring", Mode.PLAN));

    AmiRetentionPolicyStatus status =
        awaitStatus(s -> reasons(s).getOrDefault(unused, "").equals("Unkept"));
    assertThat(reasons(status)).containsEntry(used, "Referenced");
    assertThat(item(status, used).message()).contains("EC2NodeClass " + family);
  }
}
