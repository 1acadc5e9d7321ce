package dev.amioperator.usage;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A kind of Kubernetes objects in kubectl's notation, {@code resource.version.group}. */
record ObjectType(String resource, String version, String group) {
  private static final Pattern NOTATION =
      Pattern.compile("([a-z0-9]+)\\.(v[0-9]+(?:(?:alpha|beta)[0-9]+)?)\\.([a-z0-9][-a-z0-9.]*)");

  /**
   * @throws IllegalArgumentException with the expected notation
   */
  static ObjectType parse(String text) {
    Matcher matcher = NOTATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "ami-operator.usage.kubernetes-objects: write \"%s\" as resource.version.group, such as"
                  .formatted(text)
              + " ec2nodeclasses.v1.karpenter.k8s.aws");
    }
    return new ObjectType(matcher.group(1), matcher.group(2), matcher.group(3));
  }

  /** The path of the list, which is that of all namespaces for kinds that have one. */
  ResourceDefinitionContext context() {
    return new ResourceDefinitionContext.Builder()
        .withGroup(group)
        .withVersion(version)
        .withPlural(resource)
        .withNamespaced(false)
        .build();
  }

  @Override
  public String toString() {
    return "%s.%s.%s".formatted(resource, version, group);
  }
}
