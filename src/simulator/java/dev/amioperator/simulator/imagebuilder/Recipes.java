package dev.amioperator.simulator.imagebuilder;

import dev.amioperator.simulator.ec2.Call;
import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Region;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.imagebuilder.model.ContainerRecipeSummary;
import software.amazon.awssdk.services.imagebuilder.model.GetContainerRecipeRequest;
import software.amazon.awssdk.services.imagebuilder.model.GetContainerRecipeResponse;
import software.amazon.awssdk.services.imagebuilder.model.ImageRecipeSummary;
import software.amazon.awssdk.services.imagebuilder.model.ListContainerRecipesRequest;
import software.amazon.awssdk.services.imagebuilder.model.ListContainerRecipesResponse;
import software.amazon.awssdk.services.imagebuilder.model.ListImageRecipesRequest;
import software.amazon.awssdk.services.imagebuilder.model.ListImageRecipesResponse;

/** ListImageRecipes, ListContainerRecipes and GetContainerRecipe, of the seeded references. */
public final class Recipes {
  private static final int MAX_RESULTS = 25;

  private record Page(List<Region.Reference> items, String nextToken) {}

  /**
   * ListImageRecipes of the account, with pages of 25 at most; filters are not modelled.
   *
   * @throws ApiError {@code InvalidPaginationTokenException}, {@code
   *     InvalidParameterValueException}
   */
  public ListImageRecipesResponse list(Call call, ListImageRecipesRequest request) {
    Page page = page(call, "imagebuilder:ImageRecipe", request.maxResults(), request.nextToken());
    return ListImageRecipesResponse.builder()
        .imageRecipeSummaryList(
            page.items().stream()
                .map(
                    recipe ->
                        ImageRecipeSummary.builder()
                            .arn(recipe.arn())
                            .name(name(recipe.arn()))
                            .owner(recipe.ownerId())
                            .parentImage(recipe.imageId())
                            .build())
                .toList())
        .nextToken(page.nextToken())
        .build();
  }

  /** ListContainerRecipes of the account; as {@link #list(Call, ListImageRecipesRequest)}. */
  public ListContainerRecipesResponse list(Call call, ListContainerRecipesRequest request) {
    Page page =
        page(call, "imagebuilder:ContainerRecipe", request.maxResults(), request.nextToken());
    return ListContainerRecipesResponse.builder()
        .containerRecipeSummaryList(
            page.items().stream()
                .map(
                    recipe ->
                        ContainerRecipeSummary.builder()
                            .arn(recipe.arn())
                            .name(name(recipe.arn()))
                            .owner(recipe.ownerId())
                            .build())
                .toList())
        .nextToken(page.nextToken())
        .build();
  }

  /**
   * GetContainerRecipe: the image of the instance that builds the container.
   *
   * @throws ApiError {@code AccessDeniedException}, {@code ResourceNotFoundException}
   */
  public GetContainerRecipeResponse get(Call call, GetContainerRecipeRequest request) {
    String arn = request.containerRecipeArn();
    if (arn == null) {
      throw new ApiError("InvalidRequestException", "The container recipe ARN is required.");
    }
    call.authorize(arn, Map.of());
    return recipes(call, "imagebuilder:ContainerRecipe").stream()
        .filter(recipe -> recipe.arn().equals(arn))
        .findFirst()
        .map(
            recipe ->
                GetContainerRecipeResponse.builder()
                    .containerRecipe(
                        r ->
                            r.arn(arn)
                                .name(name(arn))
                                .owner(recipe.ownerId())
                                .instanceConfiguration(i -> i.image(recipe.imageId())))
                    .build())
        .orElseThrow(
            () ->
                new ApiError(
                    "ResourceNotFoundException",
                    "The resource cannot be found: " + arn + ".",
                    404));
  }

  private static Page page(Call call, String type, Integer maxResults, String nextToken) {
    int limit = Objects.requireNonNullElse(maxResults, MAX_RESULTS);
    if (limit < 1 || limit > MAX_RESULTS) {
      throw new ApiError(
          "InvalidParameterValueException", "maxResults must be from 1 to " + MAX_RESULTS + ".");
    }
    List<Region.Reference> all = recipes(call, type);
    List<Region.Reference> rest =
        nextToken == null
            ? all
            : all.stream().dropWhile(r -> r.arn().compareTo(nextToken) <= 0).toList();
    List<Region.Reference> items = rest.subList(0, Math.min(limit, rest.size()));
    return new Page(items, items.size() < rest.size() ? items.getLast().arn() : null);
  }

  private static List<Region.Reference> recipes(Call call, String type) {
    return call.region().references().stream()
        .filter(reference -> reference.ownerId().equals(call.accountId()))
        .filter(reference -> reference.type().equals(type))
        .sorted((a, b) -> a.arn().compareTo(b.arn()))
        .toList();
  }

  /** The name in an ARN such as {@code arn:aws:…:image-recipe/web/1.0.0}. */
  private static String name(String arn) {
    String[] parts = arn.split("/");
    return parts.length < 2 ? arn : parts[1];
  }
}
