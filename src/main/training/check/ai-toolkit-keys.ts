/** Keys of a data set that ai-toolkit knows; it ignores any other. */
export const AI_TOOLKIT_KEYS: ReadonlySet<string> = new Set(
  `type folder_path dataset_path default_caption trigger_word random_triggers random_triggers_max caption_ext caption_type random_scale
  random_crop resolution resize_method scale buckets bucket_tolerance is_reg prior_reg network_weight token_dropout_rate shuffle_tokens
  caption_dropout_rate caption_dropout_rate_t2v text_dropout_rate text_dropout_rate_negative image_dropout_rate
  image_dropout_rate_negative keep_tokens flip_x flip_y augments control_path control_path_1 control_path_2 control_path_3
  control_from_same_folder num_controls_from_same_folder control_transparent_color inpaint_path full_size_control_images alpha_mask
  mask_path unconditional_path invert_mask mask_min_value poi use_short_captions num_repeats cache_latents cache_latents_to_disk
  cache_clip_vision_to_disk cache_text_embeddings load_image_when_caching_latents standardize_images augmentations shuffle_augmentations
  guidance_type clip_image_path clip_image_from_same_folder clip_image_augmentations clip_image_shuffle_augmentations replacements
  loss_multiplier num_workers prefetch_factor prefetch_steps extra_values square_crop replay_transforms num_frames shrink_video_to_frames
  fps auto_frame_count debug controls fast_image_size do_i2v do_t2v do_audio audio_preserve_pitch audio_normalize
  cache_optical_flow_to_disk optical_flow_model optical_flow_resolution batch_size name enabled`.split(/\s+/),
)
