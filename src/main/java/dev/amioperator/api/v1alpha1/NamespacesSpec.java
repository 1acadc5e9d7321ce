package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** Namespaces whose objects may use an AwsAccount: exactly one of the members is set. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.names) ? 1 : 0) + (has(self.selector) ? 1 : 0) + (has(self.all) && self.all ?"
            + " 1 : 0) == 1",
    message = "namespaces: set exactly one of names, selector, all: true")
public record NamespacesSpec(
    @JsonPropertyDescription("The names of the namespaces.") @Size(min = 1, max = 500) List<@Pattern(Api.NAMESPACE) @Size(max = 63) String> names,
    @JsonPropertyDescription(
            "The namespaces with these labels. Choose labels that tenants cannot set on a namespace."
                + " Not for an operator that is restricted to some namespaces.")
        Selector selector,
    @JsonPropertyDescription(
            "true: every namespace, so that whoever may create an object anywhere in the cluster uses"
                + " this account.")
        Boolean all) {

  /** Label selector of namespaces; a namespace must match all of it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value =
          "(has(self.matchLabels) && self.matchLabels.size() > 0) || (has(self.matchExpressions) &&"
              + " self.matchExpressions.exists(e, e.operator in ['In', 'Exists']))",
      message =
          "selector: require a label by matchLabels, In or Exists; a namespace without labels would"
              + " match otherwise")
  @ValidationRule(
      value =
          "!has(self.matchExpressions) || !self.matchExpressions.exists(e, e.key =="
              + " 'kubernetes.io/metadata.name' && e.operator == 'Exists')",
      message =
          "selector: every namespace has the label kubernetes.io/metadata.name; to mean all of them, set"
              + " all: true")
  public record Selector(
      @JsonPropertyDescription("Labels that the namespace must have.") @Size(max = 20) Map<String, @Size(max = 63) String> matchLabels,
      @JsonPropertyDescription("Requirements on the namespace's labels.") @Size(max = 20) List<Requirement> matchExpressions) {}

  /** Requirement on a label of a namespace, as in Kubernetes' LabelSelector. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "(self.operator in ['In', 'NotIn']) == (has(self.values) && self.values.size() > 0)",
      message = "matchExpressions: In and NotIn need values; Exists and DoesNotExist take none")
  public record Requirement(
      @JsonPropertyDescription("The label's key.") @Required @Size(min = 1, max = 317) String key,
      @JsonPropertyDescription("How the values apply.") @Required Operator operator,
      @JsonPropertyDescription("The values of In and NotIn.") @Size(max = 50) List<@Size(max = 63) String> values) {}

  /** Operators of a label selector. */
  public enum Operator {
    @JsonProperty("In")
    IN,
    @JsonProperty("NotIn")
    NOT_IN,
    @JsonProperty("Exists")
    EXISTS,
    @JsonProperty("DoesNotExist")
    DOES_NOT_EXIST
  }
}
