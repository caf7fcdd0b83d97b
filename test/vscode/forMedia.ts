/**
 * Whether pictures are taken for the README and the walkthrough, by `npm run media`. Their models have to look as if
 * they had learned, which takes minutes; the walks themselves ask for no more than a model that was trained.
 */
export const forMedia = process.env.CNN_LAB_MEDIA !== undefined;
