namespace Wan27.Emulator.Service;

/// <summary>Judges the requests of one route as the service would.</summary>
internal interface IRouteRules
{
    /// <summary>The route's name in the contract data.</summary>
    string Route { get; }

    /// <summary>What an accepted request will lead to.</summary>
    /// <exception cref="ServiceRefusal">The request breaks a rule of the contract.</exception>
    Task<TaskPlan> CheckAsync(Exchange exchange, Account account, ContractModel model, FieldReader body);
}
