package dev.amioperator.api.crd;

import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What the generator cannot be told by annotation: the order of printed columns, a required spec,
 * what a kind is as `kubectl explain` tells it, and which lists are maps, so that server-side apply
 * merges them by key.
 */
public final class CrdSchemaPostProcessor implements CRDPostProcessor {
  /** The order in which people read; what is not named here comes before Ready. */
  private static final List<String> LAST_COLUMNS = List.of("Ready", "Reason", "Age");

  private static final List<String> FIRST_COLUMNS =
      List.of(
          "Region",
          "Source",
          "Mode",
          "Account",
          "AMI",
          "Images",
          "Retire",
          "Blocked",
          "State",
          "Copies",
          "Reclaimable");

  private static final Map<String, List<String>> LIST_MAP_KEYS =
      Map.of("conditions", List.of("type"), "regions", List.of("accountId", "region"));

  /** What an object of a kind is, what is written into it, and what the operator answers. */
  private record KindDescription(String kind, String spec, String status) {}

  private static final Map<String, KindDescription> DESCRIPTIONS =
      Map.of(
          "AmiImage",
          new KindDescription(
              "One Amazon Machine Image in one region: made, built or found, and kept as its spec"
                  + " says.",
              "Where the image comes from and how it shall be.",
              "What EC2 holds for it, and how it stands."),
          "AmiCopy",
          new KindDescription(
              "Copies of one image in other regions, made anew when the image is another one.",
              "Which image is copied, where to, and how the copies shall be.",
              "The copies, region by region, and how they stand."),
          "AmiRetentionPolicy",
          new KindDescription(
              "Which of an account's images are kept, and when the others go.",
              "Which images the policy speaks of, what keeps one, and when the rest goes.",
              "What was decided on each image and why, and how the policy stands."),
          "AwsAccount",
          new KindDescription(
              "An AWS account, the one of the operator's credentials, and what the objects that"
                  + " name it may do there.",
              "The regions that may be used, and what is allowed of what is dangerous.",
              "Whose the credentials are, and how the account stands."));

  /** Called by the build by its name. */
  public CrdSchemaPostProcessor() {}

  @Override
  public HasMetadata process(HasMetadata crd, String version) {
    if (crd instanceof CustomResourceDefinition definition) {
      KindDescription words = DESCRIPTIONS.get(definition.getSpec().getNames().getKind());
      definition.getSpec().getVersions().forEach(v -> postProcess(v, words));
    }
    return crd;
  }

  private static void postProcess(CustomResourceDefinitionVersion version, KindDescription words) {
    version
        .getAdditionalPrinterColumns()
        .sort(Comparator.comparingInt(CrdSchemaPostProcessor::columnOrder));
    JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
    root.setRequired(List.of("spec"));
    root.setDescription(words.kind());
    root.getProperties().get("spec").setDescription(words.spec());
    JSONSchemaProps status = root.getProperties().get("status");
    status.setDescription(words.status());
    LIST_MAP_KEYS.forEach(
        (name, keys) -> {
          JSONSchemaProps list = status.getProperties().get(name);
          if (list != null) {
            list.setXKubernetesListType("map");
            list.setXKubernetesListMapKeys(keys);
          }
        });
  }

  private static int columnOrder(CustomResourceColumnDefinition column) {
    int last = LAST_COLUMNS.indexOf(column.getName());
    return last >= 0 ? 100 + last : FIRST_COLUMNS.indexOf(column.getName());
  }
}
