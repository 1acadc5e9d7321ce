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
 * and which lists are maps, so that server-side apply merges them by key.
 */
public final class CrdFinish implements CRDPostProcessor {
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

  /** Called by the build by its name. */
  public CrdFinish() {}

  @Override
  public HasMetadata process(HasMetadata crd, String version) {
    if (crd instanceof CustomResourceDefinition definition) {
      definition.getSpec().getVersions().forEach(CrdFinish::finish);
    }
    return crd;
  }

  private static void finish(CustomResourceDefinitionVersion version) {
    version.getAdditionalPrinterColumns().sort(Comparator.comparingInt(CrdFinish::rank));
    JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
    root.setRequired(List.of("spec"));
    JSONSchemaProps status = root.getProperties().get("status");
    LIST_MAP_KEYS.forEach(
        (name, keys) -> {
          JSONSchemaProps list = status.getProperties().get(name);
          if (list != null) {
            list.setXKubernetesListType("map");
            list.setXKubernetesListMapKeys(keys);
          }
        });
  }

  private static int rank(CustomResourceColumnDefinition column) {
    int last = LAST_COLUMNS.indexOf(column.getName());
    return last >= 0 ? 100 + last : FIRST_COLUMNS.indexOf(column.getName());
  }
}
