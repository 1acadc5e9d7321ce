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
 * Completes generated CRDs with what annotations cannot express: the order of printed columns, the
 * required spec, the descriptions of kinds for {@code kubectl explain}, and the lists that are
 * maps, which server-side apply merges by key.
 */
public final class CrdSchemaPostProcessor implements CRDPostProcessor {
  /** Printed columns at the end of a row; columns not named here precede Ready. */
  private static final List<String> LAST_COLUMNS = List.of("Ready", "Reason", "Age");

  private static final List<String> FIRST_COLUMNS =
      List.of(
          "Region",
          "Source",
          "Mode",
          "Account",
          "AMI",
          "Images",
          "Objects",
          "Retire",
          "Blocked",
          "State",
          "Copies",
          "Reclaimable",
          "Progress");

  private static final Map<String, List<String>> LIST_MAP_KEYS =
      Map.of("conditions", List.of("type"), "regions", List.of("accountId", "region"));

  /** Descriptions of a kind, its spec and its status for {@code kubectl explain}. */
  private record KindDescription(String kind, String spec, String status) {}

  private static final Map<String, KindDescription> DESCRIPTIONS =
      Map.of(
          "AmiImage",
          new KindDescription(
              "An Amazon Machine Image in a region: created, built or found, and kept in line with"
                  + " its spec.",
              "The source of the image, and its desired attributes.",
              "The image and snapshots in EC2, and the conditions of this object."),
          "AmiCopy",
          new KindDescription(
              "Copies of an image in other regions; a new source image is copied again.",
              "The source image, the destination regions, and the desired attributes of the copies.",
              "The copy in each region, and the conditions of this object."),
          "AmiRetentionPolicy",
          new KindDescription(
              "Which images of an account are kept, and when the others are deregistered.",
              "Which images are selected, what keeps them, and when the rest is retired.",
              "The decision on each image with its reason, and the conditions of this object."),
          "AwsAccount",
          new KindDescription(
              "The AWS account of the operator's credentials, and what objects that name it may do"
                  + " there.",
              "The regions that objects may use, and the dangerous actions that they may take.",
              "The account that the credentials belong to, and the conditions of this object."));

  /** Called by the CRD generator through its class name. */
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
