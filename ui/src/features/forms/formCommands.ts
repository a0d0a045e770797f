// Which commands open, check and save a form, and who may: one table for every form of the program.
// Invariant: every action stands here once, so that a new one can't be forgotten.
import type { UseCase } from '$/app/permission';
import type { FormAction } from '$/ipc/generated/FormAction';
import type { FormRequest } from '$/ipc/generated/FormRequest';

/** The three commands of a form. */
export interface FormCommands {
  open: 'placement_form' | 'offer_form' | 'rate_form' | 'contract_form' | 'goal_form' | 'price_form';
  check: 'check_placement' | 'check_offer' | 'check_rate' | 'check_contract' | 'check_goal' | 'check_price';
  save: 'save_placement' | 'save_offer' | 'save_rate' | 'save_contract' | 'save_goal' | 'save_price';
  /** What one must be allowed. */
  needs: UseCase;
}

const placement: FormCommands = {
  open: 'placement_form',
  check: 'check_placement',
  save: 'save_placement',
  needs: 'edit_placement',
};
const offer: FormCommands = {
  open: 'offer_form',
  check: 'check_offer',
  save: 'save_offer',
  needs: 'edit_offers',
};
const rate: FormCommands = { open: 'rate_form', check: 'check_rate', save: 'save_rate', needs: 'edit_rates' };
const contract: FormCommands = {
  open: 'contract_form',
  check: 'check_contract',
  save: 'save_contract',
  needs: 'edit_contracts',
};
const goal: FormCommands = { open: 'goal_form', check: 'check_goal', save: 'save_goal', needs: 'edit_goals' };
const price: FormCommands = {
  open: 'price_form',
  check: 'check_price',
  save: 'save_price',
  needs: 'index_rates',
};

const commands: Record<FormAction, FormCommands> = {
  newPlacement: placement,
  editPlacement: placement,
  editCitizen: placement,
  endPlacement: placement,
  reopenPlacement: placement,
  cancelPlacement: placement,
  movePlacement: placement,
  newSearchedOffer: placement,
  editSearchedOffer: placement,
  newProvider: offer,
  editProvider: offer,
  newOffer: offer,
  editOffer: offer,
  addRate: rate,
  changeRate: rate,
  correctRate: rate,
  endRate: rate,
  editRateDetails: rate,
  newContract: contract,
  amendContract: contract,
  correctContract: contract,
  giveNotice: contract,
  removeContract: contract,
  withdrawNotice: contract,
  newStepRate: contract,
  editStepRate: contract,
  removeStepRate: contract,
  newGoal: goal,
  editGoal: goal,
  newSubGoal: goal,
  editSubGoal: goal,
  editFollowUp: goal,
  editDeliveredHours: goal,
  newPriceIndex: price,
  editPriceIndex: price,
  newNotifiedRate: price,
};

/** The commands of a form. */
export function formCommands(action: FormAction): FormCommands {
  return commands[action];
}

/** Forms that move money: the place of their effect stands open from the start, so that nothing jumps. */
const withEffect = new Set<FormAction>([
  'endPlacement',
  'reopenPlacement',
  'cancelPlacement',
  'movePlacement',
  'addRate',
  'changeRate',
  'correctRate',
  'endRate',
  'newStepRate',
  'editStepRate',
]);

/** Does a form show what it does to the money? */
export function showsEffect(action: FormAction): boolean {
  return withEffect.has(action);
}

/** Names a form's draft: one of each action at each record. */
export function draftKey({ action, case: number, record }: FormRequest): string {
  return [action, number ?? '', record ?? ''].join('|');
}
