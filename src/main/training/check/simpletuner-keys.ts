/**
 * Keys of a backend that SimpleTuner knows; it ignores any other (`from_dict` of `config/image.py`, `_apply_memory_backend_settings` of
 * `config/base.py`).
 */
export const SIMPLETUNER_KEYS: ReadonlySet<string> = new Set(
  `id type dataset_type disabled disable default probability repeats instance_data_dir cache_dir cache_dir_vae cache_dir_text cache_dir_conditioning
  caption_strategy caption_filter_list caption_dropout_probability instance_prompt prepend_instance_prompt only_instance_prompt prompt
  prompts resolution resolution_type minimum_image_size maximum_image_size target_downsample_size minimum_aspect_ratio
  maximum_aspect_ratio max_upscale_threshold crop crop_style crop_aspect crop_aspect_buckets aspect_bucket_alignment metadata_backend
  metadata_update_interval parquet csv video audio huggingface preserve_data_backend_cache vae_cache_clear_each_epoch
  vae_cache_scan_behaviour vae_cache_ondemand vae_batch_size write_batch_size read_batch_size text_embed_batch_size is_regularisation_data
  is_regularization_data skip_file_discovery scan_for_errors delete_problematic_images delete_unwanted_images hash_filenames
  hash_filename compress_cache conditioning conditioning_data conditioning_type conditioning_config text_embeds image_embeds
  conditioning_image_embeds distillation_cache_type source_dataset_id dataset_name split revision streaming image_column
  video_column aws_bucket_name aws_endpoint_url aws_region_name aws_access_key_id aws_secret_access_key aws_data_prefix
  aws_max_pool_connections aws_use_image_cache csv_file csv_caption_column csv_cache_dir csv_url_column start_epoch start_step
  end_epoch end_step train_batch_size num_frames fps filter_func bucket_strategy frame_interval slider_strength controlnet
  eval_dataset_id augmentation webshart caption_generator caption_sampler description name notes
  disable_validation disable_vae_cache shorten_filenames csv_hash_filenames csv_shorten_filenames auto_load num_proc
  vae_cache_disable max_num_samples timestep_sampling_offset aws_session_token source metadata hf_token subfolder
  conditioning_image_embed_batch_size cache_dir_conditioning_image_embeds ignore_epochs memory_filesystem_path memory_filesystem_size memory_filesystem_sudo`.split(
    /\s+/,
  ),
)
