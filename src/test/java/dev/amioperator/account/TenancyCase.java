package dev.amioperator.account;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpec;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.api.v1alpha1.Condition;
import dev.amioperator.api.v1alpha1.ConditionedStatus;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An object of the namespace {@code tenant} that reaches for what is not its namespace's.
 *
 * @param labels of the object
 * @param image the spec of an AmiImage
 * @param copy the spec of an AmiCopy, in place of an AmiImage
 * @param spec of the AwsAccount, besides {@code allow}
 * @param allow of the AwsAccount
 * @param refusal a part of the condition's message
 * @param hidesIds whether the message shows no id of an image
 * @param line of the AwsAccount that lets the object pass; empty for what no line allows
 */
record TenancyCase(
    String name,
    Map<String, String> labels,
    ObjectNode image,
    ObjectNode copy,
    ObjectNode spec,
    ObjectNode allow,
    String refusal,
    boolean hidesIds,
    ObjectNode line) {
  private static final ObjectMapper YAML = new YAMLMapper();
  private static final Set<String> OF_SPEC = Set.of("namespaces", "regions");

  /** All cases of the table. */
  static List<TenancyCase> readAll() throws IOException {
    try (InputStream table = TenancyCase.class.getResourceAsStream("/tenancy/cases.yaml")) {
      return YAML.readValue(table, new TypeReference<List<TenancyCase>>() {});
    }
  }

  /** The spec of the AwsAccount that refuses the object. */
  ObjectNode account() {
    ObjectNode account = YAML.createObjectNode();
    account.putObject("namespaces").put("all", true);
    if (spec != null) {
      account.setAll(spec);
    }
    ObjectNode allowed = account.putObject("allow");
    if (allow != null) {
      allowed.setAll(allow);
    } else if (spec != null) {
      allowed.putObject("instances").put("any", true);
    }
    return account;
  }

  /** The spec of the AwsAccount with the line that lets the object pass. */
  ObjectNode withLine(ObjectNode account) {
    line.properties()
        .forEach(
            added ->
                (OF_SPEC.contains(added.getKey()) ? account : (ObjectNode) account.get("allow"))
                    .set(added.getKey(), added.getValue()));
    return account;
  }

  /** The object, whose EC2 resources exist now. */
  CustomResource<?, ? extends ConditionedStatus> object(TenancySeeds seeds) {
    var metadata =
        new ObjectMetaBuilder().withNamespace("tenant").withName(name).withLabels(labels).build();
    if (copy != null) {
      AmiCopy object = new AmiCopy();
      object.setMetadata(metadata);
      copy.putArray("destinations").addObject().put("region", "us-east-1");
      ObjectNode source = (ObjectNode) copy.get("source");
      if (source.has("imageId")) {
        source.put("accountRef", name);
      }
      object.setSpec(Manifests.read(seeds.fill(copy.toString()), AmiCopySpec.class));
      return object;
    }
    AmiImage object = new AmiImage();
    object.setMetadata(metadata);
    image.put("region", Manifests.HOME).put("accountRef", name);
    object.setSpec(Manifests.read(seeds.fill(image.toString()), AmiImageSpec.class));
    return object;
  }

  /** Whether a Ready condition refuses the object for the right reason. */
  boolean refusedBy(Condition ready) {
    return ready.message().contains(refusal)
        && !ready.message().contains("payroll/gone")
        && !(hidesIds && ready.message().contains("ami-"))
        && (line == null
            || ready.reason().equals("NotAllowed")
            || ready.reason().equals("AccountNotReady"));
  }
}
