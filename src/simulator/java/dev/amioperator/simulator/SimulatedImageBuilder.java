package dev.amioperator.simulator;

import dev.amioperator.simulator.imagebuilder.Recipes;
import software.amazon.awssdk.services.imagebuilder.ImagebuilderClient;
import software.amazon.awssdk.services.imagebuilder.model.GetContainerRecipeRequest;
import software.amazon.awssdk.services.imagebuilder.model.GetContainerRecipeResponse;
import software.amazon.awssdk.services.imagebuilder.model.ListContainerRecipesRequest;
import software.amazon.awssdk.services.imagebuilder.model.ListContainerRecipesResponse;
import software.amazon.awssdk.services.imagebuilder.model.ListImageRecipesRequest;
import software.amazon.awssdk.services.imagebuilder.model.ListImageRecipesResponse;

/** Image Builder client for a caller and a region. */
final class SimulatedImageBuilder extends SimulatedClient implements ImagebuilderClient {
  private final Recipes recipes = new Recipes();

  SimulatedImageBuilder(CallDispatcher dispatcher, Caller caller, String region) {
    super(dispatcher, Service.IMAGEBUILDER, caller, region);
  }

  @Override
  public ListImageRecipesResponse listImageRecipes(ListImageRecipesRequest request) {
    return serve("ListImageRecipes", request, recipes::list);
  }

  @Override
  public ListContainerRecipesResponse listContainerRecipes(ListContainerRecipesRequest request) {
    return serve("ListContainerRecipes", request, recipes::list);
  }

  @Override
  public GetContainerRecipeResponse getContainerRecipe(GetContainerRecipeRequest request) {
    return serve("GetContainerRecipe", request, recipes::get);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }
}
